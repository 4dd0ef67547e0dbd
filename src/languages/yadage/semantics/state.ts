/** The folders a step works in: one it writes to, and those whose content it reads. */

export interface StepState {
  readonly readwrite: readonly string[];
  /** Sorted; the same folder can be there twice. */
  readonly readonly: readonly string[];
  /** What `{workdir}`, `{readdir0}`, … stand for in parameters. */
  readonly names: Readonly<Record<string, string>>;
}

/** Gives the steps of one workflow, or of one sub-workflow, their folders. */
export interface StateProvider {
  /** The states that the workflow's init step reads. */
  readonly initStates: readonly StepState[];
  /** The folder of the step `name`, made at once. */
  newState(name: string, dependencies: readonly StepState[]): Promise<StepState>;
  /** A provider whose steps live in the folder `name`. */
  newProvider(name: string, initStates: readonly StepState[]): Promise<StateProvider>;
}

/** The state of a step that writes to `readwrite` and uses outputs of steps with the states `dependencies`. */
export function makeState(
  readwrite: readonly string[],
  dependencies: readonly StepState[],
): StepState {
  const read = dependencies.flatMap((state) =>
    state.readwrite.length > 0 ? state.readwrite : state.readonly,
  );
  const [workdir] = readwrite;
  const entries = read.map((folder, index) => [`readdir${index}`, folder] as const);
  return {
    readwrite,
    readonly: read.toSorted(),
    names: { ...(workdir === undefined ? {} : { workdir }), ...Object.fromEntries(entries) },
  };
}

/** A loaded `reana.yaml`: what it says, as plain data, and where in the file each thing stands. */
import type { JsonObject } from '../base/json.ts';
import type { SourceDocument } from '../document/source-document.ts';

/** The workflow languages REANA knows. */
export type WorkflowLanguage = 'serial' | 'yadage' | 'cwl' | 'snakemake';

export interface Specification {
  /** Absolute folder of the analysis: the workspace's root, which all paths are relative to. */
  readonly root: string;
  /** The file, relative to `root`: `reana.yaml`, `specs/reana-template.yaml`. */
  readonly file: string;
  /** The document with its source positions, after rendering. */
  readonly document: SourceDocument;
  /** The whole document as JSON. */
  readonly data: JsonObject;
  readonly language: WorkflowLanguage;
  /** `workflow.file`, relative to `root`. */
  readonly workflowFile?: string;
  readonly inputs: {
    readonly files: readonly string[];
    readonly directories: readonly string[];
    readonly parameters: JsonObject;
    readonly options: JsonObject;
  };
  readonly outputs: {
    readonly files: readonly string[];
    readonly directories: readonly string[];
  };
  /** Feature files that a finished run is tested with: `tests.files`. */
  readonly tests: readonly string[];
}

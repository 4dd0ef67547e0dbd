/** jq programs on workflow data, as the Python binding of jq runs them. */
import { ExactNumber, type Json } from '../../../base/json.ts';
import { PythonError } from '../../../languages/python/error.ts';

/**
 * Everything `program` makes of `input`.
 *
 * @throws PythonError ValueError when the program is wrong or fails
 */
export async function jqAll(program: string, input: Json): Promise<Json[]> {
  if (program.trim() === '.') return [throughJq(input)];
  return run(`[\n${program}\n]`, input);
}

/**
 * The first thing `program` makes of `input`.
 *
 * @throws PythonError ValueError when the program is wrong or fails, RuntimeError when it makes nothing
 */
export async function jqFirst(program: string, input: Json): Promise<Json> {
  if (program.trim() === '.') return throughJq(input);
  const [first] = await run(`[first(\n${program}\n)]`, input);
  // Python's generator protocol turns the end of the output into this.
  if (first === undefined) throw new PythonError('RuntimeError', 'generator raised StopIteration');
  return first;
}

async function run(program: string, input: Json): Promise<Json[]> {
  // The engine is large; most workflows never need it.
  const { default: jq } = await import('jq-wasm');
  let output: string;
  try {
    output = await jq.raw(JSON.stringify(input), program, ['-c']);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const problem = text.replace(/^Failed to execute raw query: /, '');
    throw new PythonError('ValueError', problem.replace(/^jq: error \(at [^)]*\): /, '').trim());
  }
  return (JSON.parse(output) as Json[]).map(throughJq);
}

/** jq has one kind of number, a double; Python's binding makes an int of every whole one. */
function throughJq(value: Json): Json {
  if (typeof value === 'number' || value instanceof ExactNumber) {
    const double = Number(value);
    if (!Number.isInteger(double)) return Number.isFinite(double) ? double : value;
    return Number.isSafeInteger(double) ? double : new ExactNumber(BigInt(double).toString());
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(throughJq);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, throughJq(item)]));
}

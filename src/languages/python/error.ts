/** Errors as Python raises them, so that a workflow fails here with the words it fails with on REANA. */

/** A Python exception: its class and what `str()` gives of it (for a KeyError that is the quoted key). */
export class PythonError extends Error {
  override readonly name: string = 'PythonError';
  /** `KeyError`, `ValueError`, … */
  readonly type: string;
  /** May be empty, as for a failed `assert`. */
  readonly text: string;

  constructor(type: string, text: string) {
    super(text === '' ? type : `${type}: ${text}`);
    this.type = type;
    this.text = text;
  }
}

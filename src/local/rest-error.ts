/** A request that is refused, with the status and body that REANA answers. */
import { pythonRepr } from '../languages/python/value.ts';
import type { Json } from '../base/json.ts';

export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly body: Json;

  /** @param message sent as `{"message": …}` unless `body` is given */
  constructor(status: number, message: string, body: Json = { message }) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** The workflow controller's answer for a run that it does not know. */
export function unknownRun(name: string, status: 403 | 404 = 404): RestError {
  return new RestError(
    status,
    `REANA_WORKON is set to ${name}, but that workflow does not exist. ` +
      'Please set your REANA_WORKON environment variable appropriately.',
  );
}

/** The same for an upload, whose sentence lacks a blank. */
export function unknownRunOfUpload(name: string): RestError {
  return new RestError(
    404,
    unknownRun(name).message.replace('environment variable', 'environmentvariable'),
  );
}

/** An answer in the form of the web framework: the body repeats the status. */
export function frameworkError(status: keyof typeof frameworkSentences): RestError {
  const message = frameworkSentences[status];
  return new RestError(status, message, { message, status });
}

const frameworkSentences = {
  400: 'The browser (or proxy) sent a request that this server could not understand.',
  404: 'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  405: 'The method is not allowed for the requested URL.',
  415: "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
  422: 'The request was well-formed but was unable to be followed due to semantic errors.',
  500: 'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.',
} as const;

/**
 * A query parameter of the wrong kind.
 *
 * @param strict whether the generation tells no reason
 */
export function fieldError(field: string, problem: string, strict: boolean): RestError {
  return strict ? frameworkError(422) : new RestError(400, `Field '${field}': ${problem}`);
}

/** A failed system call, in the words of Python. */
export function systemError(code: keyof typeof systemSentences, file: string): string {
  return `[Errno ${systemSentences[code][0]}] ${systemSentences[code][1]}: ${pythonRepr(file)}`;
}

const systemSentences = {
  ENOENT: [2, 'No such file or directory'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  ENAMETOOLONG: [36, 'File name too long'],
  ENOTEMPTY: [39, 'Directory not empty'],
} as const;

/** Whether {@link systemError} knows the code. */
export function isSystemError(code: unknown): code is keyof typeof systemSentences {
  return typeof code === 'string' && Object.hasOwn(systemSentences, code);
}

/** GitLab's handling of the report files of a job: takes them, or fails the upload and with it the job. */

const mostLists = 20;
const mostLinks = 1000;
const largestAnnotations = 80 * 1024;
const largestDotenv = 5 * 1024;
const mostVariables = 20;

/**
 * The lists of an annotations report: all files of a job are stored at once, one row for each name, and two rows of
 * one name fail as a whole.
 *
 * @throws Error where GitLab refuses the upload
 */
export function storeAnnotations(files: readonly string[]): Record<string, unknown[]> {
  const rows = files.flatMap((file) => Object.entries(JSON.parse(file) as object));
  const size = files.reduce((sum, file) => sum + Buffer.byteLength(file), 0);
  if (size > largestAnnotations) throw new Error('Annotations Artifact Too Big');
  if (rows.length > mostLists) throw new Error(`more than ${mostLists} annotation lists`);
  const stored: Record<string, unknown[]> = {};
  for (const [name, links] of rows as [string, unknown[]][]) {
    if (name in stored) throw new Error('21000: a row is affected a second time');
    if (links.length > mostLinks) throw new Error('Data must be a valid json schema');
    stored[name] = links;
  }
  return stored;
}

/** The variables of a dotenv report. @throws Error where GitLab refuses the upload */
export function storeDotenv(text: string): Record<string, string> {
  if (Buffer.byteLength(text) > largestDotenv) throw new Error('Dotenv Artifact Too Big');
  const lines = text.split('\n').slice(0, -1);
  if (lines.length > mostVariables) throw new Error('too many variables');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(\S.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`Invalid Format: ${line}`);
      return [name, value];
    }),
  );
}

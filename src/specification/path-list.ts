/** Files and folders as a specification lists them: plain, and relative to the analysis. */

export interface PathList {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** Whether the list has `file`, by its own name or with a folder that it lies in. */
export function lists({ files, directories }: PathList, file: string): boolean {
  return files.includes(file) || directories.some((folder) => isBelow(folder, file));
}

/** Whether `name` lies in `folder`, at whatever depth. */
export function isBelow(folder: string, name: string): boolean {
  return name.startsWith(`${folder}/`);
}

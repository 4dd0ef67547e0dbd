/** The changelog, section by section: `## 1.2.3 - 2026-01-31`. */

const unreleased = '## Unreleased';

/** @returns the text below the heading of `version`; `undefined` when there is no such section */
export function sectionOf(changelog: string, version: string): string | undefined {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => line.startsWith('## ') && headingOf(line) === version);
  if (start < 0) return undefined;
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  const end = length < 0 ? lines.length : start + 1 + length;
  return lines
    .slice(start + 1, end)
    .join('\n')
    .trim();
}

/**
 * Makes what is unreleased the section of `version`.
 *
 * @param date `2026-01-31`
 */
export function beginSection(changelog: string, version: string, date: string): string {
  if (sectionOf(changelog, version) !== undefined) return changelog;
  return changelog.replace(
    new RegExp(`^${unreleased}$`, 'm'),
    () => `${unreleased}\n\n## ${version} - ${date}`,
  );
}

function headingOf(line: string): string {
  return line.slice(3).split(' ')[0] ?? '';
}

/** The home of the project, as `package.json` says it: where its pages are, and where to report a fault. */
import description from '../../package.json' with { type: 'json' };

/** Where people report faults. */
export const issuesUrl: string = description.bugs.url;

/**
 * Address of a page of the documentation, in the version of this program. Package and image hold no pages.
 *
 * @param page `rules.md`, also `rules.md#yaml-syntax`
 */
export function pageUrl(page: string): string {
  return `${description.homepage}/-/blob/${description.version}/docs/${page}`;
}

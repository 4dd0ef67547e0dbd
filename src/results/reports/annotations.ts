/** Links that GitLab shows on the page of a job. */

export interface Link {
  readonly label: string;
  readonly url: string;
}

const longestLabel = 120;

/** Makes the annotations report, JSON; anything but web addresses is left out. */
export function createAnnotations(links: readonly Link[]): string {
  const shown = links.filter(({ url }) => isWebAddress(url));
  const annotations = shown.map(({ label, url }) => ({
    external_link: { label: label.slice(0, longestLabel), url },
  }));
  return `${JSON.stringify({ REANA: annotations }, undefined, 2)}\n`;
}

/** A server's address may come from a variable that somebody else sets: `javascript:` is no link. */
export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

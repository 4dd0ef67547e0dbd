/** Links that GitLab shows on the page of a job. */
import * as v from 'valibot';

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** In the folder of results. */
export const annotationsFile = 'annotations.json';

const longestLabel = 120;
/** GitLab takes lists of 1000 links, and 80 KB. */
const mostLinks = 1000;
const largestReport = 70_000;

/** Makes the annotations report, JSON; anything but web addresses is left out, and what is more than GitLab takes. */
export function createAnnotations(links: readonly Link[]): string {
  const annotations: unknown[] = [];
  let size = 0;
  for (const { label, url } of links.filter((link) => isWebAddress(link.url))) {
    const annotation = { external_link: { label: label.slice(0, longestLabel), url } };
    size += Buffer.byteLength(JSON.stringify(annotation, undefined, 6)) + indent;
    if (annotations.length === mostLinks || size > largestReport) break;
    annotations.push(annotation);
  }
  return `${JSON.stringify({ REANA: annotations }, undefined, 2)}\n`;
}

/** Bytes that the outer lists add to each line of an annotation, at most. */
const indent = 40;

/** Puts reports together, each as {@link createAnnotations} makes it: GitLab refuses two of one job. */
export function joinAnnotations(reports: readonly string[]): string {
  return createAnnotations(
    reports.flatMap((report) =>
      v.parse(schema, JSON.parse(report)).REANA.map(({ external_link: link }) => link),
    ),
  );
}

const schema = v.object({
  REANA: v.array(v.object({ external_link: v.object({ label: v.string(), url: v.string() }) })),
});

/** A server's address may come from a variable that somebody else sets: `javascript:` is no link. */
export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

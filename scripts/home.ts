/** The home of the project: where its code, image and pages are. `package.json` says it, other files repeat it. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Home {
  /** Address of the project: `https://gitlab.cern.ch/hep/reana-ci`. */
  readonly url: string;
  /** Name of its image without a tag: `gitlab-registry.cern.ch/hep/reana-ci`. */
  readonly image: string;
  /** Of the next or latest release: `1.2.3`. */
  readonly version: string;
}

/** Files and folders that repeat the home or the version. */
const places = [
  'README.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'package.json',
  'package-lock.json',
  'docs',
  'examples',
  'templates',
];

/** @param root folder of the project */
export function readHome(root: string): Home {
  const { homepage, version, config } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as { homepage: string; version: string; config: { image: string } };
  return { url: homepage, image: config.image, version };
}

/** Name of the image in the registry that belongs to a GitLab, where its own variable names the registry. */
export function componentImage({ url, version }: Pick<Home, 'url' | 'version'>): string {
  return `$CI_REGISTRY/${projectPath(url).toLowerCase()}:${version}`;
}

/** The image that each component starts by default, by the file of its template. */
export function templateImages(root: string): [file: string, image: string | undefined][] {
  return readdirSync(path.join(root, 'templates')).map((name) => {
    const file = `templates/${name}`;
    const text = readFileSync(path.join(root, file), 'utf8');
    // YAML needs no parser here, and the job that asks no dependencies.
    return [file, /^ {4}image:\n(?: {6}.*\n)*? {6}default: (\S+)$/m.exec(text)?.[1]];
  });
}

/** `hep/reana-ci` */
export function projectPath(url: string): string {
  return new URL(url).pathname.slice(1);
}

/**
 * Name of the image that GitLab gives the project at `url`, as far as the address tells it.
 *
 * @param registry host of the registry, where it is not the usual one
 */
export function imageAt(url: string, registry?: string): string {
  const { host } = new URL(url);
  const usual = host === 'gitlab.cern.ch' ? 'gitlab-registry.cern.ch' : `registry.${host}`;
  return `${registry ?? usual}/${projectPath(url).toLowerCase()}`;
}

/** Writes `to` wherever `from` stands. @returns the files that were changed, relative to `root` */
export function rewriteHome(root: string, from: Home, to: Home): string[] {
  return homeFiles(root).filter((file) => {
    const absolute = path.join(root, file);
    const before = readFileSync(absolute, 'utf8');
    const after = /^package(-lock)?\.json$/.test(file)
      ? rewritePackage(before, from, to)
      : rewriteText(before, from, to);
    if (after !== before) writeFileSync(absolute, after);
    return after !== before;
  });
}

/** Text files that may repeat the home, relative to `root`. */
export function homeFiles(root: string): string[] {
  return places
    .filter((place) => existsSync(path.join(root, place)))
    .flatMap((place) =>
      statSync(path.join(root, place)).isFile()
        ? [place]
        : readdirSync(path.join(root, place), { recursive: true, encoding: 'utf8' }).map((name) =>
            path.join(place, name),
          ),
    )
    .filter((file) => /(\.(md|ya?ml|cwl|json)|Dockerfile)$/.test(file))
    .sort();
}

function rewriteText(text: string, from: Home, to: Home): string {
  const pairs: readonly (readonly [RegExp, string])[] = [
    [whole(componentImage(from)), componentImage(to)],
    [whole(`${from.image}:${from.version}`), `${to.image}:${to.version}`],
    [whole(from.image), to.image],
    // Files, pages and links of a release.
    [
      new RegExp(`(?<=reana-ci-|/(?:releases|blob)/)${escape(from.version)}(?![\\w+])`, 'g'),
      to.version,
    ],
    [whole(from.url), to.url],
    [
      new RegExp(`(?<=\\$CI_SERVER_FQDN/)${escape(projectPath(from.url))}(?=/[a-z-]+@)`, 'g'),
      projectPath(to.url),
    ],
    [
      new RegExp(
        `(?<=${escape(projectPath(to.url))}/[a-z-]+@)${escape(from.version)}(?![\\w+-])`,
        'g',
      ),
      to.version,
    ],
  ];
  return pairs.reduce((result, [old, young]) => result.replace(old, () => young), text);
}

/** Versions of other packages stay as they are. */
function rewritePackage(text: string, from: Home, to: Home): string {
  const moved = text
    .replace(whole(from.image), () => to.image)
    .replace(whole(from.url), () => to.url);
  return moved.replace(
    /("name": "reana-ci",\n\s+"version": ")[^"]+/g,
    (_all, before: string) => before + to.version,
  );
}

/** `text` where no longer name goes on. */
function whole(text: string): RegExp {
  return new RegExp(`(?<![\\w.-])${escape(text)}(?![\\w-])`, 'g');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

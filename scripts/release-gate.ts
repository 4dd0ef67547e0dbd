/**
 * `node scripts/release-gate.ts`, in the pipeline of a tag: a release does not begin whose package has another
 * version or home than the tag and the project, whose components would start another image than the one it
 * publishes, or of which the changelog tells nothing. Needs no dependencies.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sectionOf } from './changelog.ts';
import { componentImage, readHome, templateImages } from './home.ts';

const root = path.resolve(import.meta.dirname, '..');
const { CI_PROJECT_URL: project, CI_REGISTRY_IMAGE: image, CI_COMMIT_TAG: tag = '' } = process.env;
const home = readHome(root);
const move = 'Run "npm run move-home", and tag the commit with its changes.';
const mistakes: string[] = [];

if (home.version !== tag) {
  mistakes.push(`package.json has version ${home.version}, the tag is ${tag}.`);
}
if (home.url !== project) {
  mistakes.push(`package.json has the home ${home.url}, this project is ${project ?? ''}. ${move}`);
}
if (home.image !== image) {
  mistakes.push(`package.json names the image ${home.image}, this is ${image ?? ''}. ${move}`);
}
for (const [file, found] of templateImages(root)) {
  const wanted = componentImage(home);
  if (found !== wanted) mistakes.push(`${file} starts ${found ?? 'no image'}, not ${wanted}.`);
}
if ((sectionOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), tag) ?? '') === '') {
  mistakes.push(`CHANGELOG.md has no section "## ${tag} - DATE" with something in it.`);
}

for (const mistake of mistakes) console.error(mistake);
process.exitCode = mistakes.length === 0 ? 0 : 1;

/**
 * `npm run move-home -- URL [REGISTRY]`: writes a new home of the project wherever the old one stands.
 * REGISTRY is the host of the container registry, where it is not the one that GitLab mostly has.
 */
import path from 'node:path';
import { imageAt, readHome, rewriteHome } from './home.ts';

const root = path.resolve(import.meta.dirname, '..');
const [address, registry] = process.argv.slice(2);

if (address === undefined || !/^https:\/\/[^/?#@\s]+(\/[\w.-]+){2,}\/?$/.test(address)) {
  console.error('Give the address of the project: https://gitlab.example.org/group/reana-ci');
  process.exitCode = 4;
} else {
  const from = readHome(root);
  const url = address.replace(/\/$/, '');
  const to = { ...from, url, image: imageAt(url, registry) };
  const changed = rewriteHome(root, from, to);
  for (const file of changed) console.log(file);
  console.log(`${changed.length} files now name ${to.url} and ${to.image}`);
}

/** `npm run check`: format, lint, types, unused exports, prose and import layers, side by side; counts what passed. */
import { $ } from 'zx';

const checks = {
  format: $({ nothrow: true, quiet: true })`prettier --check .`,
  lint: $({ nothrow: true, quiet: true })`eslint --concurrency 2 .`,
  types: $({ nothrow: true, quiet: true })`tsc --project .`,
  exports: $({ nothrow: true, quiet: true })`knip --no-progress`,
  prose: $({ nothrow: true, quiet: true })`node scripts/prose.ts`,
  layers: $({ nothrow: true, quiet: true })`depcruise --config .dependency-cruiser.cjs src`,
};

let failed = 0;
for (const [name, running] of Object.entries(checks)) {
  const result = await running;
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!result.ok) {
    failed += 1;
    console.log(result.stdout, result.stderr);
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

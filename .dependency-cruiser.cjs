/** The layers of ARCHITECTURE.md as rules: imports point one way, and there is no cycle. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'zx-has-one-owner',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/base/shell\\.ts$' },
      to: { path: 'node_modules/zx' },
    },
    layer('base-knows-nobody', '^src/base/', ['^src/base/']),
    layer('reana-uses-base', '^src/reana/', ['^src/(base|reana)/']),
    layer('gitlab-uses-base', '^src/gitlab/', ['^src/(base|gitlab)/']),
    layer('spec-uses-base', '^src/spec/', ['^src/(base|spec)/']),
    layer('results-uses-base-and-reana-types', '^src/results/', [
      '^src/(base|results|spec)/',
      '^src/reana/types\\.ts$',
    ]),
    layer('pchain-uses-base-and-spec', '^src/pchain/', ['^src/(base|spec|pchain)/']),
    layer('run-knows-no-host', '^src/run/', ['^src/(base|reana|spec|results|run)/']),
    layer('scan-makes-runs', '^src/scan/', ['^src/(base|reana|spec|results|run|scan)/']),
    layer('hosts-implement-what-run-owns', '^src/hosts/', [
      '^src/(base|gitlab|run|scan|results|hosts)/',
      '^src/spec/result-settings\\.ts$',
      '^src/reana/types\\.ts$',
    ]),
    layer('local-is-a-server', '^src/local/', [
      '^src/(base|spec|local)/',
      '^src/reana/types\\.ts$',
    ]),
    {
      name: 'nobody-imports-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((cli|main|reana-client)\\.ts|commands/)' },
      to: { path: '^src/((cli|main|reana-client)\\.ts|commands/)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};

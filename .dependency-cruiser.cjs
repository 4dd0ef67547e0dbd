/** The layers of ARCHITECTURE.md as rules: imports point one way, and there is no cycle. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

/**
 * The packages that the program may use: each has a line in docs/dependencies.md. All are development
 * dependencies, since users get them in the bundle.
 */
const bundled = [
  '@cucumber/gherkin',
  '@fastify/multipart',
  '@gitbeaker/rest',
  '@hpcc-js/wasm-graphviz',
  '@resvg/resvg-wasm',
  'ajv',
  'ajv-draft-04',
  'commander',
  'dockerode',
  'fastify',
  'ignore',
  'jq-wasm',
  'openid-client',
  'picomatch',
  'py-ast',
  'tar-stream',
  'undici',
  'valibot',
  'yaml',
  'yauzl',
  'yazl',
  'zx',
];

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'src-uses-bundled-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        pathNot: `^(src/|package\\.json$|(node_modules/)?(${bundled.join('|')})(/|$))`,
        dependencyTypesNot: ['core', 'type-only'],
      },
    },
    {
      name: 'zx-has-one-owner',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/base/shell\\.ts$' },
      to: { path: 'node_modules/zx' },
    },
    layer('base-knows-nobody', '^src/base/', ['^src/base/']),
    layer('document-uses-base', '^src/document/', ['^src/(base|document)/']),
    layer('specification-uses-document', '^src/specification/', [
      '^src/(base|document|specification)/',
    ]),
    layer('the-kit-of-lint-knows-no-language', '^src/lint/(kit|steps)/', [
      '^src/(base|document|specification)/',
      '^src/lint/(kit|steps)/',
    ]),
    ...['serial', 'yadage', 'cwl', 'snakemake'].map((language) =>
      layer(`${language}-knows-no-other-language`, `^src/languages/${language}/`, [
        '^src/(base|document|specification)/',
        '^src/lint/(kit|steps)/',
        '^src/languages/(python|workflow)/',
        `^src/languages/${language}/`,
      ]),
    ),
    layer('languages-know-no-rule-of-all', '^src/languages/', [
      '^src/(base|document|specification|languages)/',
      '^src/lint/(kit|steps)/',
    ]),
    layer('features-judge-runs', '^src/features/', ['^src/(base|reana|features)/']),
    layer('lint-uses-languages', '^src/lint/', [
      '^src/(base|document|specification|languages|features|lint)/',
    ]),
    layer('reana-uses-base', '^src/reana/', ['^src/(base|reana)/']),
    layer('login-uses-reana', '^src/login/', ['^src/(base|reana|login)/']),
    layer('gitlab-uses-base', '^src/gitlab/', ['^src/(base|gitlab)/']),
    layer('results-uses-languages-and-reana-types', '^src/results/', [
      '^src/(base|document|specification|languages|features|lint|results)/',
      '^src/reana/types\\.ts$',
    ]),
    layer('pchain-reads-chains', '^src/pchain/', [
      '^src/(base|document|pchain)/',
      '^src/languages/(snakemake|python)/',
    ]),
    layer('run-knows-no-host', '^src/run/', [
      '^src/(base|document|specification|languages|features|lint|reana|results|run)/',
    ]),
    layer('scan-makes-runs', '^src/scan/', [
      '^src/(base|document|specification|languages|lint|reana|results|run|scan)/',
    ]),
    layer('hosts-implement-what-run-owns', '^src/hosts/', [
      '^src/(base|gitlab|run|scan|results|hosts)/',
      '^src/specification/settings-file\\.ts$',
      '^src/reana/types\\.ts$',
    ]),
    layer('local-is-a-server', '^src/local/', [
      '^src/(base|document|specification|languages|lint|local)/',
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

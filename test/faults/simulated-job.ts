/** The job of every simulated story: planned once, all in memory. */
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import type { Groundwork } from '../../src/run/plan/groundwork.ts';
import type { LocalSecrets } from '../../src/run/plan/local-secrets.ts';
import type { RunSettings } from '../../src/run/plan/settings.ts';
import type { RunTools } from '../../src/run/run.ts';
import type { Specification } from '../../src/specification/specification.ts';

const files = [
  { path: 'reana.yaml', content: Buffer.from('version: 0.9.0\n') },
  { path: 'fit.py', content: Buffer.from('print(1)\n') },
  { path: 'data/a.csv', content: Buffer.from('1,2\n') },
];

export const settings: RunSettings = {
  analysis: 'fit',
  specificationFile: 'reana.yaml',
  name: undefined,
  datasets: [],
  variables: {},
  parameters: {},
  options: {},
  outputs: ['limits/*'],
  results: 'results',
  archive: undefined,
  compress: false,
  secretEnv: [],
  secretFile: [],
  queueTimeout: undefined,
  timeout: undefined,
  deadline: undefined,
  outageTimeout: undefined,
  resume: undefined,
  reuse: false,
  lint: false,
};

type JobTools = Omit<RunTools, 'now' | 'delay' | 'signal' | 'host' | 'store'>;

function tools(client: ReanaClient, withSecret: boolean): JobTools {
  const secret = { name: 'TOKEN', type: 'env', value: Buffer.from('new value') } as const;
  const ground = {
    analysis: { root: '/analysis', label: 'fit', shortName: 'fit' },
    specification: {
      file: 'reana.yaml',
      language: 'serial',
      inputs: { files: [], directories: [], parameters: {}, options: {} },
    } as unknown as Specification,
    content: {
      datasets: [],
      variables: {},
      payload: { specification: {}, bundle: [] },
      files,
      requirements: [],
      features: [],
      featureFiles: [],
      secrets: {
        secrets: withSecret ? [secret] : [],
        files: [],
        found: [],
        confidential: [],
        passphraseFits: true,
      } satisfies LocalSecrets,
    },
  } as unknown as Groundwork;
  return {
    connect: () => Promise.resolve(client),
    layGroundwork: () => Promise.resolve(ground),
    environment: {},
    cwd: '/',
    secretFolders: [],
    temporaryDirectory: '/',
    shell: (() => undefined) as unknown as RunTools['shell'],
    redact: (text) => text,
    hide: () => undefined,
  };
}

export const job = Object.assign(tools, { files });

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { divertTools } from '../../../src/local/engine/cwl/tools.ts';

const tool = {
  class: 'CommandLineTool',
  id: '#greet.cwl',
  baseCommand: ['python', '-c'],
  inputs: [],
  outputs: [],
};
const docker = { class: 'DockerRequirement', dockerPull: 'debian:12' };

describe('a CWL tool, diverted to be a job', () => {
  it('has our program in front of its command, and no container of its own', () => {
    const { document, tools } = divertTools({ ...tool, requirements: [docker] }, '/run/tool');
    expect(document).toMatchObject({
      baseCommand: ['/run/tool', '0', 'python', '-c'],
      requirements: [],
    });
    expect(tools).toEqual([
      { name: 'greet.cwl', image: 'debian:12', hints: {}, capturesOutput: false },
    ]);
  });

  it('runs in the image that the engine of REANA gives to tools without one', () => {
    expect(divertTools(tool, '/run/tool').tools[0]?.image).toBe('frolvlad/alpine-bash');
  });

  it('takes its container from a mapping of hints too', () => {
    const { document, tools } = divertTools(
      { ...tool, hints: { DockerRequirement: { dockerPull: 'debian:12' }, other: {} } },
      '/run/tool',
    );
    expect(document).toMatchObject({ hints: { other: {} } });
    expect((document as JsonObject).hints).not.toHaveProperty('DockerRequirement');
    expect(tools[0]?.image).toBe('debian:12');
  });

  it.each([{ stdout: 'out.txt' }, { outputs: [{ id: '#greet.cwl/out', type: 'stdout' }] }])(
    'keeps its output for CWL when that is a result: %j',
    (fields) => {
      expect(divertTools({ ...tool, ...fields }, '/run/tool').tools[0]?.capturesOutput).toBe(true);
    },
  );

  it('goes as a whole with the shell text that it is part of', () => {
    const { document } = divertTools(
      {
        ...tool,
        requirements: [{ class: 'ShellCommandRequirement' }],
        arguments: [{ shellQuote: false, valueFrom: '| sort' }],
      },
      '/run/tool',
    );
    expect(document).toMatchObject({
      baseCommand: [],
      arguments: [
        { shellQuote: false, valueFrom: `'/run/tool' 0 <<'END_OF_TOOL'\n` },
        { valueFrom: 'python' },
        { valueFrom: '-c' },
        { valueFrom: '| sort' },
      ],
    });
  });
});

describe('a packed CWL workflow', () => {
  const packed = {
    cwlVersion: 'v1.0',
    $graph: [
      {
        class: 'Workflow',
        id: '#main',
        hints: [{ ...docker, dockerPull: 'debian:11' }],
        steps: [
          {
            id: '#main/first',
            run: '#greet.cwl',
            hints: [{ class: 'http://reana.io/reana', kubernetes_uid: 501 }],
          },
          { id: '#main/second', run: { ...tool, id: undefined, hints: [docker] } },
        ],
      },
      tool,
    ],
  } as unknown as JsonObject;

  it('hands image and hints down to the tools of its steps, unless they have their own', () => {
    const { tools, steps } = divertTools(packed, '/run/tool');
    expect(steps).toBe(2);
    expect(tools).toEqual([
      { name: 'second', image: 'debian:12', hints: {}, capturesOutput: false },
      {
        name: 'first',
        image: 'debian:11',
        hints: expect.objectContaining({ kubernetes_uid: 501 }) as object,
        capturesOutput: false,
      },
    ]);
  });

  it('is otherwise left as it is', () => {
    const { document } = divertTools(packed, '/run/tool');
    expect(document).toMatchObject({
      cwlVersion: 'v1.0',
      $graph: [{ id: '#main' }, { id: tool.id }],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { chooseExecutor } from '../../../src/local/executor/choose.ts';

describe('chooseExecutor, where no container engine answers', () => {
  const environment = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };

  it('takes processes by itself, and says so', async () => {
    const lines: string[] = [];
    const log = { ...silentLog, info: (line: string) => lines.push(line) };
    const executor = await chooseExecutor('auto', { environment, log });
    expect(executor.name).toBe('process');
    expect(lines.join()).toMatch(/no container engine answers/i);
  });

  it('refuses containers that were asked for, saying what to do', async () => {
    await expect(chooseExecutor('docker', { environment, log: silentLog })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('/nowhere/docker.sock') as string,
      hint: expect.stringContaining('--executor process') as string,
    });
  });

  it('takes processes without looking for an engine when they are asked for', async () => {
    const executor = await chooseExecutor('process', { environment, log: silentLog });
    expect(executor.name).toBe('process');
  });
});

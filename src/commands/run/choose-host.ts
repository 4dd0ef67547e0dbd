/** Which host a run takes place on: each is asked in turn whether it knows the surroundings. */
import path from 'node:path';
import type { Redact } from '../../base/redact.ts';
import { createGitlabHost } from '../../hosts/gitlab/gitlab-host.ts';
import { readGitlabSettings } from '../../hosts/gitlab/environment.ts';
import { createTerminalHost } from '../../hosts/terminal/terminal-host.ts';
import type { Host } from '../../run/host.ts';
import { defaultSettings } from '../../run/plan/settings.ts';
import type { Edge } from '../edge.ts';
import type { RunCommandOptions } from './options.ts';

/** A host for the surroundings, or `undefined` when they are not its own. */
type HostFor = (edge: Edge, options: RunCommandOptions, redact: Redact) => Host | undefined;

/** In the order in which they are asked; the last one fits everywhere. */
const hosts: readonly HostFor[] = [gitlabHost];

/**
 * @param redact masks secrets, those of later calls of `edge.hide`, too
 */
export function chooseHost(edge: Edge, options: RunCommandOptions, redact: Redact): Host {
  for (const hostFor of hosts) {
    const host = hostFor(edge, options, redact);
    if (host !== undefined) return host;
  }
  return terminalHost(edge, options, redact);
}

function gitlabHost(edge: Edge, options: RunCommandOptions, redact: Redact): Host | undefined {
  const settings = readGitlabSettings(edge.env, options);
  if (settings === undefined) return undefined;
  return createGitlabHost(settings, {
    progress: edge.stderr,
    summary: options.json === true ? edge.stderr : edge.stdout,
    cwd: edge.cwd,
    analysis: path.resolve(edge.cwd, options.analysis ?? defaultSettings.analysis),
    results: path.resolve(edge.cwd, options.results ?? defaultSettings.results),
    redact,
    now: () => Date.now(),
    signal: edge.signal,
  });
}

function terminalHost(edge: Edge, options: RunCommandOptions, redact: Redact): Host {
  return createTerminalHost({
    progress: edge.stderr,
    summary: options.json === true ? edge.stderr : edge.stdout,
    interactive: edge.interactive,
    cwd: edge.cwd,
    resumes: false,
    redact,
    now: () => Date.now(),
  });
}

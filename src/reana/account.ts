/** Facts that a server tells about itself and about the user. */
import * as v from 'valibot';

import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import type { Api } from './api.ts';
import type { ServerCapabilities } from './requests.ts';
import { amount, jsonObject, text } from './schema.ts';
import type { ClusterInfo, QuotaResource, User } from './types.ts';

const bundlesCapability = 'workflow-specification-bundles-v1';

const pingSchema = v.object({
  message: v.string(),
  api_capabilities: v.optional(v.array(v.string()), []),
  reana_server_version: text,
});

/** Asks, without a token, whether a REANA server is there and what it can do. */
export async function ping(api: Api, signal?: AbortSignal): Promise<ServerCapabilities> {
  const answer = await api.json(
    { action: 'ping the server', method: 'GET', path: ['ping'], anonymous: true },
    pingSchema,
    signal,
  );
  return {
    bundles: answer.api_capabilities.includes(bundlesCapability),
    ...(answer.reana_server_version && { version: answer.reana_server_version }),
  };
}

const quotaSchema = v.optional(
  v.pipe(
    v.object({
      usage: v.optional(v.object({ raw: v.optional(amount, 0) }), {}),
      limit: v.nullish(v.object({ raw: v.nullish(amount) })),
      health: v.fallback(v.optional(v.picklist(['healthy', 'warning', 'critical'])), undefined),
    }),
    v.transform((raw): QuotaResource => ({
      usage: raw.usage.raw,
      // A limit of 0 means that none is set.
      ...(raw.limit?.raw ? { limit: raw.limit.raw } : {}),
      ...(raw.health === undefined ? {} : { health: raw.health }),
    })),
  ),
);

/** The answer also echoes the token, which is dropped here. */
const userSchema = v.object({
  email: v.string(),
  reana_server_version: text,
  quota: v.optional(v.object({ cpu: quotaSchema, disk: quotaSchema }), {}),
});

/** Asks who the token belongs to, and what quota is left. */
export async function user(api: Api, signal?: AbortSignal): Promise<User> {
  const answer = await api.json(
    { action: 'ask who the token belongs to', method: 'GET', path: ['you'] },
    userSchema,
    signal,
  );
  const { cpu, disk } = answer.quota;
  return {
    email: answer.email,
    ...(answer.reana_server_version && { serverVersion: answer.reana_server_version }),
    quota: { ...(cpu === undefined ? {} : { cpu }), ...(disk === undefined ? {} : { disk }) },
  };
}

/** Asks for the cluster's limits and defaults. */
export async function info(api: Api, signal?: AbortSignal): Promise<ClusterInfo> {
  const raw = await api.json(
    {
      action: 'ask for the limits of the cluster',
      method: 'GET',
      path: ['info'],
      silence: 'few',
    },
    jsonObject,
    signal,
  );
  const known = {
    computeBackends: texts(raw, 'compute_backends'),
    workspacesAvailable: texts(raw, 'workspaces_available'),
    maximumMemoryLimit: string(raw, 'kubernetes_max_memory_limit'),
    maximumJobTimeout: number(raw, 'maximum_kubernetes_jobs_timeout'),
    defaultMemoryLimit:
      string(raw, 'default_kubernetes_memory_limit') ?? string(raw, 'kubernetes_memory_limit'),
    supportedEngines: texts(raw, 'supported_workflow_engines'),
    minimumUid: number(raw, 'kubernetes_min_user_uid'),
    vettedImages: isTrue(raw, 'vetted_container_images_enabled')
      ? texts(raw, 'vetted_container_images_allowlist')
      : undefined,
  };
  return { ...withoutUndefined(known), raw };
}

function valueOf(info: JsonObject, name: string): Json | undefined {
  const entry = info[name];
  return isJsonObject(entry) ? entry.value : undefined;
}

function string(info: JsonObject, name: string): string | undefined {
  const value = valueOf(info, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Servers send numbers as text. */
function number(info: JsonObject, name: string): number | undefined {
  const value = valueOf(info, name);
  const parsed = Number(value ?? Number.NaN);
  return value === '' || Number.isNaN(parsed) ? undefined : parsed;
}

function texts(info: JsonObject, name: string): string[] | undefined {
  const value = valueOf(info, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

function isTrue(info: JsonObject, name: string): boolean {
  const value = valueOf(info, name);
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as Defined<T>;
}

/** The rules about images and hints, which hold in every language. */
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';
import { clusterBackend } from './cluster-backend.ts';
import { clusterImage } from './cluster-image.ts';
import { clusterMemory } from './cluster-memory.ts';
import { clusterTimeout } from './cluster-timeout.ts';
import { computeBackend } from './compute-backend.ts';
import { cpuFormat } from './cpu-format.ts';
import { hintType } from './hint-type.ts';
import { hintWithoutBackend } from './hint-without-backend.ts';
import { htcondorFormat } from './htcondor-format.ts';
import { imageName } from './image-name.ts';
import { imageTag } from './image-tag.ts';
import { jobTimeout } from './job-timeout.ts';
import { memoryFormat } from './memory-format.ts';
import { newerHint } from './newer-hint.ts';
import { noMemoryLimit } from './no-memory-limit.ts';
import { rucioWithoutProxy } from './rucio-without-proxy.ts';
import { undeclaredInput } from './undeclared-input.ts';
import { unknownHint } from './unknown-hint.ts';
import { unreadHint } from './unread-hint.ts';
import { userId } from './user-id.ts';

export const stepRules: readonly Rule<StepsSubject>[] = [
  imageName,
  imageTag,
  computeBackend,
  hintType,
  memoryFormat,
  cpuFormat,
  userId,
  jobTimeout,
  htcondorFormat,
  hintWithoutBackend,
  unknownHint,
  newerHint,
  unreadHint,
  noMemoryLimit,
  rucioWithoutProxy,
  undeclaredInput,
  clusterBackend,
  clusterMemory,
  clusterTimeout,
  clusterImage,
];

/** The subject of the rules: the specification, the files of the analysis, and the limits of the cluster. */
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { Specification } from '../../specification/specification.ts';
import type { TolerantReader } from '../../document/tolerant-document.ts';
import type { AnalysisFiles } from './analysis-files.ts';

/** What a REANA server says of itself, or is known of it; absent is what it does not tell. */
export interface ClusterLimits {
  readonly generation?: ServerGeneration;
  readonly computeBackends?: readonly string[];
  /** As Kubernetes writes amounts: `16Gi`. */
  readonly largestMemory?: string;
  /** Seconds. */
  readonly longestJob?: number;
  readonly smallestUid?: number;
  readonly workspaceRoots?: readonly string[];
  /** The only images that may be used. */
  readonly vettedImages?: readonly string[];
  /** Names of the secrets that the account has. */
  readonly secrets?: readonly string[];
}

export interface LintSubject {
  readonly specification: Specification;
  readonly files: AnalysisFiles;
  /** The analysis' text files and YAML documents, each read once. */
  readonly reader: TolerantReader;
  readonly cluster?: ClusterLimits;
}

/** Limits of a workflow bundle, as `reana-commons` has them. */
export const bundleLimits = {
  files: 1000,
  bytes: 100 * 2 ** 20,
  /** Folders in one path. */
  depth: 64,
  /** Bytes of one path. */
  pathLength: 4096,
} as const;

/** The generations of REANA's servers: stable, alpha, and the one after. */

export const serverGenerations = ['0.9', '0.95', 'next'] as const;
export type ServerGeneration = (typeof serverGenerations)[number];

/** What a problem is about, as the validation report of the next generation names it. */
export type ProblemCode =
  | 'serialization'
  | 'input_path'
  | 'schema'
  | 'operational_options'
  | 'parameters'
  | 'compute_backend'
  | 'workspace'
  | 'image_not_allowed'
  | 'dask'
  | 'retention'
  | 'report_truncated';

/**
 * The paths that servers from 0.95 on take in one list; the next ones count files and folders of the inputs
 * together.
 */
export const mostPaths = 1000;

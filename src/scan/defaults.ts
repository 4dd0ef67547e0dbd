/** Default settings of a scan. */
export const scanDefaults = { results: 'scan', concurrency: 8 } as const;

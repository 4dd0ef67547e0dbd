/** What holds for a scan when the user does not say. */
export const scanDefaults = { results: 'scan', concurrency: 8 } as const;

/** The generations of REANA's servers: stable, alpha, and the one after. */

export const serverGenerations = ['0.9', '0.95', 'next'] as const;
export type ServerGeneration = (typeof serverGenerations)[number];

/** The languages in which PanDA takes a chain: pchain --cwl, --snakefile and --wfd. */

export const chainLanguages = ['cwl', 'snakemake', 'native'] as const;
export type ChainLanguage = (typeof chainLanguages)[number];

/** By the name of the file. */
export function chainLanguageOf(file: string): ChainLanguage {
  if (/(?:^|\/)Snakefile[^/]*$|\.smk$/i.test(file)) return 'snakemake';
  return /\.(?:ya?ml|json)$/i.test(file) ? 'native' : 'cwl';
}

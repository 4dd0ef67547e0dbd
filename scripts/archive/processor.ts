/** Processors that archives are made for, as Node calls them, and the names that Debian has for them. */

export const processors = ['x64', 'arm64'] as const;
export type Processor = (typeof processors)[number];

/** Prefix of Debian's tools, and folder of its libraries. */
export const tripletOf: Readonly<Record<Processor, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
};

export function isProcessor(text: string): text is Processor {
  return (processors as readonly string[]).includes(text);
}

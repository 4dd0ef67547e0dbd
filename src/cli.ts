#!/usr/bin/env -S node --max-semi-space-size=1
/** The program `reana-ci`. */
import { onSupportedNode } from './supported-node.ts';

await onSupportedNode(async () => {
  const { main } = await import('./main.ts');
  const { createProgram } = await import('./commands/program.ts');
  const { onWrongUse } = await import('./commands/run/wrong-use.ts');
  await main(createProgram, onWrongUse);
});

#!/usr/bin/env node
/** The program `reana-client` of the container image, for scripts made for REANA's own client. */
import { onSupportedNode } from './supported-node.ts';

await onSupportedNode(async () => {
  const { main } = await import('./main.ts');
  const { createReanaClientProgram, endWrongUse } =
    await import('./commands/reana-client/program.ts');
  await main(createReanaClientProgram, endWrongUse);
});

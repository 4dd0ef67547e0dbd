#!/usr/bin/env node
/** The program `reana-client` of the container image, for scripts made for REANA's own client. */
import { createReanaClientProgram } from './commands/reana-client/program.ts';
import { main } from './main.ts';

await main(createReanaClientProgram);

#!/usr/bin/env -S node --max-semi-space-size=1
/** The program `reana-ci`. */
import { createProgram } from './commands/program.ts';
import { onWrongUse } from './commands/run/wrong-use.ts';
import { main } from './main.ts';

await main(createProgram, onWrongUse);

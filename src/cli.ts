#!/usr/bin/env node
/** The program `reana-ci`. */
import { createProgram } from './commands/program.ts';
import { main } from './main.ts';

await main(createProgram);

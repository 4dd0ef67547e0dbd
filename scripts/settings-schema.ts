/** Writes docs/reana-ci.schema.json, the schema of `.reana-ci.yml` for editors. */
import { writeFile } from 'node:fs/promises';
import { settingsSchema } from '../src/specification/settings-schema.ts';

await writeFile('docs/reana-ci.schema.json', `${JSON.stringify(settingsSchema, null, 2)}\n`);

/** Specification bundles: uncompressed ZIP archives of `reana.yaml` and the workflow's source files. */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry } from 'yauzl';
import { bundleLimits } from '../../base/bundle-limits.ts';
import { isReanaCiError } from '../../base/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import { readYaml, toJson } from '../../document/yaml.ts';
import { RestError } from '../rest-error.ts';

const specificationFile = 'reana.yaml';

/**
 * Unpacks a bundle into `folder`.
 *
 * @throws RestError 400 for what is no bundle, 413 for one that is too large
 */
export async function unpackBundle(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const zip = await openPromise(archive).catch(() => {
    throw new RestError(400, 'The bundle is not a ZIP archive.');
  });
  try {
    if (zip.entryCount > bundleLimits.files)
      throw new RestError(413, 'The bundle has too many files.');
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      const destination = path.join(folder, memberPath(entry));
      bytes += entry.uncompressedSize;
      if (bytes > bundleLimits.bytes) throw new RestError(413, 'The bundle is too large.');
      await mkdir(path.dirname(destination), { recursive: true });
      await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(destination, { flags: 'wx', mode: 0o664 }),
      );
    }
  } catch (error) {
    if (error instanceof RestError) throw error;
    throw new RestError(400, `The bundle cannot be read: ${(error as Error).message}`);
  } finally {
    zip.close();
  }
}

/**
 * The specification of an unpacked bundle, with the parameters file of CWL and Snakemake put in place.
 *
 * @throws RestError 400 when a file is missing or not YAML
 */
export async function readSpecification(folder: string): Promise<JsonObject> {
  const specification = await readMapping(folder, specificationFile);
  const parameters = parametersFile(specification);
  if (parameters === undefined) return specification;
  const inputs = isJsonObject(specification.inputs) ? specification.inputs : {};
  return {
    ...specification,
    inputs: { ...inputs, parameters: await readMapping(folder, parameters) },
  };
}

/** @throws RestError 400 for text that is not a YAML mapping */
export function parseSpecification(text: string, file = specificationFile): JsonObject {
  const data = parseYaml(file, text);
  if (isJsonObject(data)) return data;
  throw new RestError(400, `${file} does not hold a mapping.`);
}

function memberPath(entry: Entry): string {
  const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
  const safe = entry.fileName.endsWith('/') ? undefined : safeRelativePath(entry.fileName);
  if (safe === undefined || isLink || entry.compressionMethod !== 0) {
    throw new RestError(400, `The bundle's member '${entry.fileName}' is not a plain stored file.`);
  }
  return safe;
}

function parametersFile(specification: JsonObject): string | undefined {
  const workflow = isJsonObject(specification.workflow) ? specification.workflow : {};
  if (workflow.type !== 'cwl' && workflow.type !== 'snakemake') return undefined;
  const inputs = isJsonObject(specification.inputs) ? specification.inputs : {};
  const declared = isJsonObject(workflow.parameters) ? workflow.parameters.file : undefined;
  const legacy = isJsonObject(inputs.parameters) ? inputs.parameters.input : undefined;
  return [declared, legacy].find((file) => typeof file === 'string');
}

async function readMapping(folder: string, file: string): Promise<JsonObject> {
  const safe = safeRelativePath(file);
  if (safe === undefined) throw new RestError(400, `'${file}' is not a path in the bundle.`);
  const text = await readFile(path.join(folder, safe), 'utf8').catch(() => {
    throw new RestError(400, `The bundle has no ${safe}.`);
  });
  return parseSpecification(text, safe);
}

function parseYaml(file: string, text: string): Json {
  try {
    return toJson(readYaml(file, text));
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    const lines = error.findings.map(({ line, message }) => `${file}:${line ?? 1}: ${message}`);
    throw new RestError(400, [error.message, ...lines].join('\n'));
  }
}

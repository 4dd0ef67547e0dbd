/** Workflow files read without complaint, for questions where a broken file just has no answer. */
import { isReanaCiError } from '../base/error.ts';
import type { Json } from '../base/json.ts';
import { readText } from './read-text.ts';
import type { SourceDocument } from './source-document.ts';
import { convertToJson } from './yaml-json.ts';
import { mostParts } from './yaml-size.ts';
import { readYaml } from './yaml.ts';

export interface TolerantDocument {
  readonly source: SourceDocument;
  readonly data: Json;
}

/**
 * Reads files of an analysis, each once, and only so many that no workflow can make it read on for ever or
 * take all memory.
 */
export interface TolerantReader {
  text(file: string): Promise<string | undefined>;
  document(file: string): Promise<TolerantDocument | undefined>;
}

const mostFiles = 500;
const mostCharacters = 8 * 1024 * 1024;

/** A reader for the files below `root`; paths are relative to it, with `/`. */
export function createTolerantReader(root: string): TolerantReader {
  const texts = new Map<string, string | undefined>();
  const documents = new Map<string, TolerantDocument | undefined>();
  let characters = 0;
  let parts = 0;
  const reader: TolerantReader = {
    async text(file) {
      if (!texts.has(file) && texts.size < mostFiles) {
        const text = await unlessBroken(() => readText(root, file));
        characters += text?.length ?? 0;
        texts.set(file, characters > mostCharacters ? undefined : text);
      }
      return texts.get(file);
    },
    async document(file) {
      if (!documents.has(file)) {
        const text = await reader.text(file);
        const isRead = text !== undefined && parts <= mostParts;
        const document = isRead ? await unlessBroken(() => parse(file, text)) : undefined;
        parts += document?.source.parts ?? 0;
        documents.set(file, document);
      }
      return documents.get(file);
    },
  };
  return reader;
}

function parse(file: string, text: string): TolerantDocument {
  const source = readYaml(file, text);
  return { source, data: convertToJson(source).value };
}

async function unlessBroken<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}

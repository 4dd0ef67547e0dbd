/** The list of a workspace's files, filtered the way REANA filters it. */
import { isJsonObject, type JsonObject, parseJson } from '../../base/json.ts';
import { RestError } from '../rest-error.ts';
import { serverTime } from '../../base/server-time.ts';
import { matching, walk, type WorkspaceEntry } from './entries.ts';

export interface FileQuery {
  /** File, folder or glob. */
  readonly pattern?: string;
  /** JSON: `{"name": ["part"], "size": ["12"], "last-modified": ["2026-"]}`. */
  readonly search?: string;
  /** More matches than this are an error. */
  readonly limit: number;
  /** The answer to a `search` that is not a JSON object. */
  readonly searchError: RestError;
}

/**
 * Folders are only listed when a pattern is given, as in REANA.
 *
 * @throws RestError for a bad `search`, or more matches than `limit`
 */
export async function listFiles(workspace: string, query: FileQuery): Promise<WorkspaceEntry[]> {
  const isWanted = searchFilter(query);
  const source = query.pattern === undefined ? walk(workspace) : matching(workspace, query.pattern);
  const found: WorkspaceEntry[] = [];
  for await (const entry of source) {
    if (entry.kind === 'directory' && query.pattern === undefined) continue;
    if (!isWanted(entry)) continue;
    found.push(entry);
    if (found.length > query.limit) {
      throw new RestError(
        400,
        `Too many files to display (limit=${query.limit}). Please use more specific filters.`,
      );
    }
  }
  return found;
}

/** A substring of each kind must be there, whatever its case. */
function searchFilter({ search, searchError }: FileQuery): (entry: WorkspaceEntry) => boolean {
  if (search === undefined) return () => true;
  const wanted = parseSearch(search, searchError);
  return (entry) =>
    holdsAll(entry.path, wanted.name) &&
    holdsAll(String(entry.size), wanted.size) &&
    holdsAll(serverTime(entry.modified), wanted['last-modified']);
}

function parseSearch(text: string, searchError: RestError): JsonObject {
  try {
    const search = parseJson(text);
    if (isJsonObject(search)) return checkedSearch(search);
  } catch (error) {
    if (error instanceof RestError) throw error;
    // Answered below.
  }
  throw searchError;
}

function checkedSearch(search: JsonObject): JsonObject {
  const isKnown = Object.keys(search).every((key) =>
    ['name', 'size', 'last-modified'].includes(key),
  );
  if (isKnown) return search;
  throw new RestError(400, 'Malformed request.');
}

function holdsAll(value: string, parts: unknown): boolean {
  if (!Array.isArray(parts)) return true;
  return parts.every((part) => value.toLowerCase().includes(String(part).toLowerCase()));
}

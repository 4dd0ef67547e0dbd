/** Files of the laptop that a workflow was packed on: REANA's engine does not have them. */
import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json } from '../../../base/json.ts';
import { isInside } from '../../../base/safe-path.ts';

/** A folder that is on no machine, in front of the path that the file has on the laptop. */
const elsewhere = 'file:///files-of-another-machine';

/** The document with the default files that lie outside of the workspace out of reach, even where they exist here. */
export function withoutLocalDefaults(node: Json, workspace: string, isDefault = false): Json {
  if (Array.isArray(node)) {
    return node.map((item: Json) => withoutLocalDefaults(item, workspace, isDefault));
  }
  if (!isJsonObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (isDefault && (key === 'location' || key === 'path')) {
        return [key, outOfReach(value, workspace)];
      }
      return [key, withoutLocalDefaults(value, workspace, isDefault || key === 'default')];
    }),
  );
}

function outOfReach(location: Json, workspace: string): Json {
  if (typeof location !== 'string') return location;
  const file = pathOf(location);
  if (file === undefined || isInside(workspace, file)) return location;
  return `${elsewhere}${file}`;
}

/** The path that a location names on this machine; relative ones are relative to the packed document. */
function pathOf(location: string): string | undefined {
  if (location.startsWith('/')) return location;
  if (!location.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(location);
  } catch {
    return undefined;
  }
}

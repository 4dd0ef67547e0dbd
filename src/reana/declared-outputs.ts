/** The outputs that the specification of a run declares. */
import { isJsonObject, type JsonObject, textsOf } from '../base/json.ts';

/** Whatever else a specification may hold in their place, it declares none then. */
export function declaredOutputs({ outputs }: JsonObject): {
  files: string[];
  directories: string[];
} {
  const { files, directories } = isJsonObject(outputs) ? outputs : {};
  return { files: textsOf(files), directories: textsOf(directories) };
}

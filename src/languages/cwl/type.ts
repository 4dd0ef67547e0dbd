/** Types of CWL: names, `File[]?`, and mappings that describe lists, records and choices. */
import { isJsonObject, type Json } from '../../base/json.ts';

const names =
  'null|boolean|int|long|float|double|string|File|Directory|Any|stdin|stdout|stderr|array|record|enum';
const plain = new RegExp(`^(?:${names})(?:\\[\\])*\\??$`);

/** Whether CWL has the type; one of a file of types (`types.yml#hit`) may be anything. */
export function isCwlType(type: Json, depth = 0): boolean {
  if (depth > deepest) return true;
  if (typeof type === 'string') return plain.test(type) || type.includes('#');
  if (Array.isArray(type))
    return (type as readonly Json[]).every((one) => isCwlType(one, depth + 1));
  if (!isJsonObject(type)) return false;
  if ('$import' in type) return true;
  if (type.type === 'array') return type.items !== undefined && isCwlType(type.items, depth + 1);
  if (type.type === 'enum') return Array.isArray(type.symbols);
  return type.type === 'record';
}

const deepest = 50;

/** The section `workspace` of a specification. */
import { isJsonObject, type Json } from '../base/json.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import { addError, mappingAt, textAt, type Check } from '../document/check.ts';

/** Notes what REANA's servers refuse of the place of the workspace and of the rules for its retention. */
export function checkWorkspace(check: Check, value: Json | undefined): void {
  const workspace = mappingAt(check, value, ['workspace']);
  const root = textAt(check, workspace.root_path, ['workspace', 'root_path']);
  if (root !== undefined && root !== '' && !root.startsWith('/')) {
    const message = `workspace.root_path: ${JSON.stringify(root)} is not an absolute path`;
    addError(check, 'wrong-type', ['workspace', 'root_path'], message);
  }
  checkRetention(check, workspace.retention_days);
}

function checkRetention(check: Check, value: Json | undefined): void {
  const path = ['workspace', 'retention_days'];
  const rules = Object.entries(mappingAt(check, value, path));
  if (isJsonObject(value ?? null) && rules.length === 0) {
    addError(check, 'wrong-type', path, 'workspace.retention_days is empty', 'Leave it out.');
  }
  for (const [pattern, days] of rules) {
    if (safeRelativePath(pattern) === undefined) {
      const message = `${JSON.stringify(pattern)} is no pattern for files of the workspace`;
      addError(check, 'unsafe-path', [...path, pattern], message, 'Give it relative, without ..');
    }
    if (typeof days === 'number' && Number.isInteger(days) && days >= 0) continue;
    addError(check, 'wrong-type', [...path, pattern], `${pattern} needs a whole number of days`);
  }
}

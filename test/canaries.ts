/**
 * Looks for secrets in what programs print, write and send: as they are, URL-encoded, in hexadecimal, in base64 and
 * within longer base64. Knows nothing of how the program itself masks them.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Leak {
  /** Where the secret belongs. */
  readonly slot: string;
  readonly form: string;
  /** Where it was found. */
  readonly where: string;
}

/** Slots by name; a value of several lines is looked for line by line. */
export type Canaries = Readonly<Record<string, string>>;

const shortest = 6;
const namesOfSecrets = /TOKEN|PASS|SECRET|CREDENTIAL|AUTH_CONFIG|WEBHOOK|_PWD|_PAT$|_KEY$|JWT/;
/** Their values are names of files, addresses or switches. */
const namesOfOthers = /_FILE$|_FOR$|_SERVICE$|_ENV$/;

/** What of an environment nobody may see. */
export function canariesIn(env: Readonly<Record<string, string | undefined>>): Canaries {
  const secret = Object.entries(env).filter(
    ([name, value = '']) =>
      namesOfSecrets.test(name) && !namesOfOthers.test(name) && value.trim().length >= shortest,
  );
  return Object.fromEntries(secret.map(([name, value = '']) => [name, value.trim()]));
}

export function findLeaks(text: string, canaries: Canaries, where: string): Leak[] {
  const lower = text.toLowerCase();
  return Object.entries(canaries).flatMap(([slot, value]) =>
    partsOf(value).flatMap((part) => {
      const forms = formsOf(part).filter(({ spelled, isHex }) =>
        isHex ? lower.includes(spelled) : text.includes(spelled),
      );
      return forms.map(({ form }) => ({ slot, form, where }));
    }),
  );
}

/** Looks through all files below a folder, and their names. */
export async function findLeaksBelow(folder: string, canaries: Canaries): Promise<Leak[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const leaks: Leak[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    leaks.push(...findLeaks(`${name}\n${await readFile(file, 'latin1')}`, canaries, name));
  }
  return leaks;
}

function partsOf(value: string): string[] {
  const lines = value.split('\n').map((line) => line.trim());
  return lines.filter((line) => line.length >= shortest && !line.startsWith('-----'));
}

interface Form {
  readonly form: string;
  readonly spelled: string;
  readonly isHex: boolean;
}

/** All ways in which `value` may stand in a text. */
export function formsOf(value: string): Form[] {
  const hex = Buffer.from(value).toString('hex');
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + value).toString('base64');
    // Of the first and the last group of four, neighbours decide some.
    return text.slice(before === 0 ? 0 : 4, -4);
  });
  return [
    { form: 'plain', spelled: value, isHex: false },
    { form: 'URL-encoded', spelled: encodeURIComponent(value), isHex: false },
    { form: 'hexadecimal', spelled: hex, isHex: true },
    ...inBase64
      .filter((spelled) => spelled.length >= 8)
      .flatMap((spelled) => [
        { form: 'base64', spelled, isHex: false },
        {
          form: 'base64url',
          spelled: spelled.replace(/\+/g, '-').replace(/\//g, '_'),
          isHex: false,
        },
      ]),
  ];
}

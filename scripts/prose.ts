/** The prose check of `npm run check`: file headers and phrases that read like a translation. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Phrases that are not used, and what to write instead. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bstands? nowhere\b/, 'say who does not use it'],
  [/\b(?:came|come|comes) to nothing\b/, '"failed"'],
  [/\b(?:found|detected) by themselves\b/, '"detected automatically"'],
  [/\bREANA pass(?:es|ed)? over\b/, '"ignores"'],
  [/\bpass(?:es|ed)? over without a word\b/, '"silently ignores"'],
  [/\bis none of (?:auto|text|the|\$)/, '"choose …, not …"'],
  [/\bholds? blanks\b/, '"contains spaces"'],
  [/\bmet what all\b/, '"failed for a reason that affects every point"'],
  [/\bhas to be (?:a mapping|a list|text)\b/, '"must be"'],
  [/: its memory\b/, 'say what it is'],
  [/\bhow many at a time\b/, '"in parallel"'],
];
/** A header says what the file is. */
const question = /^(?:#!.*\n)?\/\*\*(?:\n \*)? (?:What|Where|How|Whether|When|Why)\b/;
const missing = /^(?!(?:#!.*\n)?\/\*\*)/;

const files = execFileSync('git', ['ls-files', '*.ts', '*.md', 'templates/*.yml'], {
  encoding: 'utf8',
}).split('\n');
const mistakes = files
  .filter((file) => file !== '' && file !== 'scripts/prose.ts')
  .flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...headerMistakes(file, text), ...phraseMistakes(file, text)];
  });

for (const mistake of mistakes) console.log(mistake);
process.exitCode = mistakes.length === 0 ? 0 : 1;

function headerMistakes(file: string, text: string): string[] {
  if (!file.endsWith('.ts')) return [];
  if (question.test(text)) return [`${file}:1: the header asks a question: say what the file is`];
  const needsOne = file.startsWith('src/') || file.startsWith('scripts/');
  return needsOne && missing.test(text) ? [`${file}:1: there is no header`] : [];
}

function phraseMistakes(file: string, text: string): string[] {
  if (file.startsWith('test/') || file === 'CHANGELOG.md') return [];
  return text.split('\n').flatMap((line, index) =>
    phrases.flatMap(([phrase, advice]) => {
      const found = phrase.exec(line)?.[0];
      return found === undefined ? [] : [`${file}:${index + 1}: "${found}": write ${advice}`];
    }),
  );
}

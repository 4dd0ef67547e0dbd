/** Writing one scalar into YAML text so that every reader sees exactly the wanted string. */
import { Scalar } from 'yaml';
import { isPlainString } from './yaml-scalar.ts';

/** A scalar as it stands in a file. */
export interface ScalarToken {
  readonly type: Scalar.Type | undefined;
  /** The text of the token, from its quote or block header to its end. */
  readonly text: string;
  /** Whether it stands inside `[…]` or `{…}`. */
  readonly inFlow: boolean;
}

/**
 * Rewrites `token` to say `value`, in the style it had where that style can hold the value, else in
 * double quotes, which can hold every value.
 *
 * @param replace how the text of a block scalar's line changes
 */
export function rewriteToken(
  token: ScalarToken,
  value: string,
  replace: ((line: string) => string) | undefined,
): string {
  const { type } = token;
  if (type === Scalar.PLAIN && isPlainToken(value, token.inFlow)) return value;
  if (type === Scalar.QUOTE_SINGLE && isPrintable(value)) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  if (type !== Scalar.BLOCK_LITERAL && type !== Scalar.BLOCK_FOLDED) return doubleQuoted(value);
  return replace === undefined ? `${doubleQuoted(value)}\n` : rewriteBlock(token.text, replace);
}

/** The header line (`|-  # comment`) stays; what follows is the scalar's text. */
function rewriteBlock(text: string, replace: (line: string) => string): string {
  const header = text.indexOf('\n') + 1;
  return text.slice(0, header) + replace(text.slice(header));
}

/**
 * Whether `value` needs no quotes. Stricter than YAML: what any of the YAML readers in the chain could see
 * in another way is quoted.
 */
function isPlainToken(value: string, inFlow: boolean): boolean {
  const safe = inFlow ? /^[A-Za-z0-9_./][\w./+@=-]*$/ : /^[\w./][\w./+@=:,{}()$;<>*?"'~^&|!% -]*$/;
  return safe.test(value) && isPlainString(value) && !/: |:$| #| $|^---|^\.\.\./.test(value);
}

function doubleQuoted(value: string): string {
  // JSON leaves a few characters as they are that YAML 1.1 takes for line breaks or refuses.
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isPrintable(value: string): boolean {
  return !/[\p{Cc}\u2028\u2029\uFEFF\uFFFE\uFFFF\uD800-\uDFFF]/u.test(value);
}

/** Which values of the environment must never be shown. */

/** Names that say their value is a secret: `REANA_ACCESS_TOKEN`, `VOMSPROXY_PASS`, `CI_JOB_JWT`, `TOKEN2`. */
const secretName =
  /(?:TOKEN|PASS|PASSWD|PASSWORD|PASSPHRASE|SECRET|JWT|CREDENTIALS?|AUTH_CONFIG|WEBHOOK(?:_URL)?|_PWD|_PAT|(?:PRIVATE|ACCESS|API|SSH|DEPLOY|SIGNING)_?KEY)S?_?\d*$/i;

/** The values of all variables whose name says that they hold a secret. */
export function secretsOfEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && secretName.test(name)
      ? [value.trim(), ...textsOfJson(value)]
      : secretsOfAddresses(value ?? ''),
  );
}

/** Passwords, and tokens in their place, of the addresses in a text: `https://me:password@host/fit.git`. */
export function secretsOfAddresses(text: string): string[] {
  return [...text.matchAll(/[a-z][a-z0-9+.-]*:\/\/([^\s/?#]*)@/gi)].flatMap(([, user = '']) => {
    const [name = '', ...password] = user.split(':');
    const secret = password.length > 0 ? password.join(':') : token.test(name) ? name : '';
    return secret === '' ? [] : [secret, decoded(secret)];
  });
}

/** Names of users are shorter. */
const token = /^[\w-]{20,}$/;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Some variables hold several secrets, such as `DOCKER_AUTH_CONFIG`. */
function textsOfJson(value: string): string[] {
  if (!value.trimStart().startsWith('{')) return [];
  try {
    return textsIn(JSON.parse(value));
  } catch {
    return [];
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const HIDDEN = '***';
const SHORTEST_SECRET = 6;

/** Takes secrets out of text, however they are spelt in it: plain, in a URL, in JSON. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return spellings.reduce((hidden, spelling) => hidden.replaceAll(spelling, HIDDEN), text);
}

/** Scheme, host and the path's first part of a URL whose rest opens something (Slack, Discord). */
export function withoutPath(url: string): string {
  if (!URL.canParse(url)) return HIDDEN;
  const { origin, pathname } = new URL(url);
  const [, first = ''] = pathname.split('/');
  return `${origin}/${first}/${HIDDEN}`;
}

/** A URL without password and values of its query. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url;
  const shown = new URL(url);
  if (shown.username === '' && shown.password === '' && shown.search === '') return url;
  if (shown.username !== '') shown.username = HIDDEN;
  if (shown.password !== '') shown.password = HIDDEN;
  for (const name of [...shown.searchParams.keys()]) shown.searchParams.set(name, HIDDEN);
  return shown.toString();
}

/** Percent signs that encode nothing stand for themselves. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is secret in a URL: user, password, values of the query, and where the path itself opens something, its parts. */
export function secretsInUrl(url: string, isPathSecret: boolean): readonly string[] {
  if (!URL.canParse(url)) return [url];
  const { username, password, searchParams, pathname } = new URL(url);
  const parts = isPathSecret ? [pathname, ...pathname.split('/').slice(2)] : [];
  return [decoded(password), decoded(username), password, username, ...searchParams.values(), ...parts].filter((part) => part !== '');
}

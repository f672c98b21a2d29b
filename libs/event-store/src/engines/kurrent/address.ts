/** EventStoreDB calls its addresses esdb, its successor kurrentdb; the client knows the older name. */
const SCHEME = /^(?:esdb|kurrentdb)(\+discover)?:\/\//;

export const isKurrentAddress = (url: string): boolean => SCHEME.test(url);

const toClientScheme = (url: string) => url.replace(SCHEME, 'esdb$1://');

/**
 * Without exceptions the client reports a wrong current revision. Of an option that is given twice the last one counts.
 */
export const withThrowingAppends = (url: string): string => {
  const address = toClientScheme(url.trim());
  return `${address}${address.includes('?') ? '&' : '?'}throwOnAppendFailure=true`;
};

const isInsecure = (url: string) => /[?&]tls=false(?:&|$)/i.test(url);

/** Without TLS the client sends no credentials, whatever they are. */
const UNSENT = { username: 'unsent', password: 'unsent' };

/** User and password of the address. Throws TypeError where TLS is on and none are given: the server lets no one in. */
export const credentialsOf = (url: string): { readonly username: string; readonly password: string } => {
  if (isInsecure(url)) return UNSENT;
  const [, username, password] = /^[a-z+]+:\/\/([^:@/]+):([^@]+)@/.exec(url.trim()) ?? [];
  if (username === undefined || password === undefined) {
    throw new TypeError('The address of the event store names no user; without one it needs tls=false');
  }
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
};

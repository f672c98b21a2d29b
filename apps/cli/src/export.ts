import { open, rename, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/** `beschlussbuch export`: fetches a bundle from a running system into a file. */

const HELP = {
  de: `beschlussbuch export FILE [--matter ID | --agreement ID | --from N --to N] [--lang de|en]

Holt ein Bündel: das ganze Protokoll, eine Vorlage, eine Vereinbarung oder die Einträge von N bis vor N. FILE entsteht ganz
oder gar nicht; eine vorhandene Datei wird erst am Ende ersetzt. Prüfen: beschlussbuch verify FILE --policy P.
Umgebung: PUBLIC_URL, dazu TOKEN oder CLIENT_ID und CLIENT_SECRET (ISSUER, sonst PUBLIC_URL/oidc).
Ende: 0 geholt, 1 nicht geholt, 64 falscher Aufruf
`,
  en: `beschlussbuch export FILE [--matter ID | --agreement ID | --from N --to N] [--lang de|en]

Fetches a bundle: the whole log, a matter, an agreement, or the records from N to before N. FILE comes into being whole or
not at all; one that exists is replaced only at the end. To verify it: beschlussbuch verify FILE --policy P.
Environment: PUBLIC_URL, and TOKEN or CLIENT_ID and CLIENT_SECRET (ISSUER, otherwise PUBLIC_URL/oidc).
Exit: 0 fetched, 1 not fetched, 64 wrong usage
`,
} as const;
type Language = keyof typeof HELP;
const FAILED = { de: 'Nicht geholt, nichts wurde geändert', en: 'Not fetched, nothing was changed' } as const;

const OPTIONS = {
  matter: { type: 'string' },
  agreement: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  lang: { type: 'string', default: 'de' },
  help: { type: 'boolean', default: false },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;
/** Where a run writes; each text is one or more whole lines. */
type Print = (text: string) => void;

function given(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    return undefined;
  }
}

type Values = NonNullable<ReturnType<typeof given>>['values'];

const isIndex = (text: string): boolean => /^\d{1,9}$/.test(text);

/** Address of the bundle below that of the system; undefined for a wrong call. */
function pathOf({ matter, agreement, from, to }: Values): string | undefined {
  const named = [matter, agreement, from].filter((one) => one !== undefined).length;
  if (named > 1 || (from === undefined) !== (to === undefined)) return undefined;
  if (matter !== undefined) return `/matters/${encodeURIComponent(matter)}/bundle`;
  if (agreement !== undefined) return `/agreements/${encodeURIComponent(agreement)}/bundle`;
  if (from === undefined || to === undefined) return '/bundle';
  return isIndex(from) && isIndex(to) ? `/bundle?from=${from}&to=${to}` : undefined;
}

const without = (url: string): string => url.replace(/\/+$/, '');

/** The answer of an address, or an error with its status. */
async function asked(url: string, request: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, request);
  if (response.ok) return response;
  throw new Error(`${response.status} ${url} ${(await response.text()).slice(0, 400)}`);
}

/** A token as it is, or one for client credentials. */
async function tokenFrom(env: Environment, system: string): Promise<string> {
  const { TOKEN, CLIENT_ID: id = '', CLIENT_SECRET: secret = '', ISSUER = `${system}/oidc` } = env;
  if (TOKEN) return TOKEN;
  const discovery = await asked(`${without(ISSUER)}/.well-known/openid-configuration`);
  const { token_endpoint: endpoint = '' } = (await discovery.json()) as { readonly token_endpoint?: string };
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const answer = (await (await asked(endpoint, { method: 'POST', body })).json()) as { readonly access_token?: string };
  if (!answer.access_token) throw new Error(`${endpoint} access_token`);
  return answer.access_token;
}

/** Whole or not at all: what breaks off leaves the file as it was. */
async function save({ body }: Response, file: string): Promise<void> {
  const draft = `${file}.part`;
  const handle = await open(draft, 'w');
  try {
    for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) await handle.writeFile(piece);
    await handle.sync();
    await handle.close();
    await rename(draft, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

const fetched = async (env: Environment, path: string, file: string): Promise<void> => {
  const system = without(env['PUBLIC_URL'] ?? '');
  const headers = { authorization: `Bearer ${await tokenFrom(env, system)}` };
  await save(await asked(`${system}${path}`, { headers }), file);
};

/** What is fetched and into which file; undefined for a wrong call. */
function requested({ values, positionals }: NonNullable<ReturnType<typeof given>>, env: Environment) {
  const [file, ...more] = positionals;
  const path = pathOf(values);
  return path && file && more.length === 0 && URL.canParse(env['PUBLIC_URL'] ?? '') ? { path, file } : undefined;
}

/** One call; resolves with its exit code. */
export async function exported(args: readonly string[], env: Environment, print: Print): Promise<number> {
  const read = given(args);
  const language: Language = read?.values.lang === 'en' ? 'en' : 'de';
  const isHelp = read?.values.help ?? false;
  const request = read && requested(read, env);
  if (isHelp || !request) {
    print(HELP[language]);
    return isHelp ? 0 : 64;
  }
  try {
    await fetched(env, request.path, request.file);
    return 0;
  } catch (error) {
    print(`${FAILED[language]}: ${reasonOf(error)}\n`);
    return 1;
  }
}

import { open, rename, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/** `beschlussbuch export`: fetches a bundle from a running system into a file. */

const HELP = {
  de: `beschlussbuch export FILE [--matter ID | --agreement ID | --from N --to N] [--sealed] [--lang de|en]

Holt ein Bündel: das ganze Protokoll, eine Vorlage, eine Vereinbarung oder die Einträge von N bis vor N. FILE entsteht ganz
oder gar nicht; eine vorhandene Datei wird erst am Ende ersetzt. Prüfen: beschlussbuch verify FILE --policy P.
Ein Bündel endet, wo die Zeugen zuletzt mitgezeichnet haben; mit --sealed endet es am letzten unterschriebenen Prüfpunkt.
Umgebung: PUBLIC_URL, dazu TOKEN oder CLIENT_ID und CLIENT_SECRET (ISSUER, sonst PUBLIC_URL/oidc).
Ende: 0 geholt, 1 nicht geholt, 64 falscher Aufruf
`,
  en: `beschlussbuch export FILE [--matter ID | --agreement ID | --from N --to N] [--sealed] [--lang de|en]

Fetches a bundle: the whole log, a matter, an agreement, or the records from N to before N. FILE comes into being whole or
not at all; one that exists is replaced only at the end. To verify it: beschlussbuch verify FILE --policy P.
A bundle ends where the witnesses last cosigned; with --sealed it ends at the last signed checkpoint.
Environment: PUBLIC_URL, and TOKEN or CLIENT_ID and CLIENT_SECRET (ISSUER, otherwise PUBLIC_URL/oidc).
Exit: 0 fetched, 1 not fetched, 64 wrong usage
`,
} as const;
type Language = keyof typeof HELP;
const FAILED = { de: 'Nicht geholt, nichts wurde geändert', en: 'Not fetched, nothing was changed' } as const;
const NO_RANGE = {
  de: 'Kein Bereich: N hinter --to muss größer sein als N hinter --from.',
  en: 'No range: N after --to must be greater than N after --from.',
} as const;
const GONE_ON = {
  de: (size: string, log: string) =>
    `Das Bündel endet bei ${size} Einträgen, die zuletzt bezeugt wurden; unterschrieben sind ${log} (--sealed).`,
  en: (size: string, log: string) =>
    `The bundle ends at ${size} records, which were last witnessed; ${log} are signed (--sealed).`,
} as const;

const OPTIONS = {
  matter: { type: 'string' },
  agreement: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  sealed: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'de' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;
/** Where a run writes; each text is one or more whole lines. */
interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

function given(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    return undefined;
  }
}

type Values = NonNullable<ReturnType<typeof given>>['values'];

const isIndex = (text: string): boolean => /^\d{1,9}$/.test(text);

const isRange = ({ from = '', to = '' }: Values): boolean => isIndex(from) && isIndex(to);
const isEmpty = (values: Values): boolean => isRange(values) && Number(values.from) >= Number(values.to);

/** Address of the bundle below that of the system; undefined for a wrong call. */
function pathOf(values: Values): string | undefined {
  const { matter, agreement, from, to } = values;
  const named = [matter, agreement, from ?? to].filter((one) => one !== undefined).length;
  if (named > 1) return undefined;
  if (matter !== undefined) return `/matters/${encodeURIComponent(matter)}/bundle`;
  if (agreement !== undefined) return `/agreements/${encodeURIComponent(agreement)}/bundle`;
  return named === 0 || (isRange(values) && !isEmpty(values)) ? '/bundle' : undefined;
}

/** What of the log it shall be, as a query. */
function queryOf({ from, to, sealed }: Values): string {
  const query = Object.entries({ from, to, sealed: sealed ? 'true' : undefined });
  const given = query.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return given.length === 0 ? '' : `?${given.join('&')}`;
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

/** Fetches into the file; answers with a sentence where the log has gone on behind its end. */
const fetched = async (env: Environment, { path, file }: Requested, language: Language): Promise<string> => {
  const system = without(env['PUBLIC_URL'] ?? '');
  const headers = { authorization: `Bearer ${await tokenFrom(env, system)}` };
  const response = await asked(`${system}${path}`, { headers });
  await save(response, file);
  const [size, log] = ['Bundle-Size', 'Log-Size'].map((name) => response.headers.get(name) ?? '');
  return size && log && BigInt(log) > BigInt(size) ? `${GONE_ON[language](size, log)}\n` : '';
};

interface Requested {
  readonly path: string;
  readonly file: string;
}

/** What is fetched and into which file; undefined for a wrong call. */
function requested({ values, positionals }: NonNullable<ReturnType<typeof given>>, env: Environment) {
  const [file, ...more] = positionals;
  const path = pathOf(values);
  if (!path || !file || more.length > 0 || !URL.canParse(env['PUBLIC_URL'] ?? '')) return undefined;
  return { path: path + queryOf(values), file };
}

/** Ends a call that fetches nothing; resolves with its exit code. */
function helped(read: ReturnType<typeof given>, language: Language, { out, err }: Output): number {
  if (read?.values.help) {
    out(HELP[language]);
    return 0;
  }
  const reason = read && isEmpty(read.values) ? `${NO_RANGE[language]}\n\n` : '';
  err(reason + HELP[language]);
  return 64;
}

/** One call; resolves with its exit code. */
export async function exported(args: readonly string[], env: Environment, output: Output): Promise<number> {
  const read = given(args);
  const language: Language = read?.values.lang === 'en' ? 'en' : 'de';
  const request = read && !read.values.help ? requested(read, env) : undefined;
  if (!request) return helped(read, language, output);
  try {
    const notice = await fetched(env, request, language);
    if (notice) output.err(notice);
    return 0;
  } catch (error) {
    output.err(`${FAILED[language]}: ${reasonOf(error)}\n`);
    return 1;
  }
}

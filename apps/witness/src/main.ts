import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { encodeVkey, generateSkey, parsePolicy, parseSkey } from '#evidence';
import { readKey, writeDurably } from './files.js';
import { lock } from './lock.js';
import { serve } from './server.js';
import { fileState } from './state.js';
import { type Witness, witness } from './witness.js';
import { HELP } from './words.js';

/** `beschlussbuch witness`: key, serve, sign. */

const EXIT = { OK: 0, REFUSED: 1, USAGE: 64 } as const;

const OPTIONS = {
  key: { type: 'string' },
  name: { type: 'string' },
  policy: { type: 'string' },
  state: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '8787' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Options = ReturnType<typeof given>['values'];

/** A wrong call; with a sentence where the help would not say what is wrong. */
class Usage extends Error {}

const MAX_PORT = 65_535;

const given = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    throw new Usage();
  }
};

const needed = (options: Options, name: 'key' | 'name' | 'policy' | 'state'): string => {
  const value = options[name];
  if (value) return value;
  throw new Usage();
};

const print = (line: string): void => void process.stdout.write(line);

const makeKey = (options: Options): number => {
  const [file, name] = [needed(options, 'key'), needed(options, 'name')];
  if (existsSync(file)) throw new Error(`${file} exists already; nothing was changed.`);
  const skey = generateSkey(name);
  writeDurably(file, `${skey}\n`);
  print(`${encodeVkey({ ...parseSkey(skey), role: 'witness' })}\n`);
  return EXIT.OK;
};

/** What is read of a file that has to be there. */
const there = <T>(file: string, option: string, read: (file: string) => T): T => {
  if (!existsSync(file)) throw new Error(`${option}: ${file} gibt es nicht / does not exist`);
  return read(file);
};

const opened = (options: Options): { readonly witness: Witness; readonly close: () => void } => {
  const [key, policy, file] = [needed(options, 'key'), needed(options, 'policy'), needed(options, 'state')];
  // Both are read before the state is locked: what fails here leaves no lock behind.
  const signer = parseSkey(there(key, '--key', readKey));
  const logs = parsePolicy(there(policy, '--policy', (name) => readFileSync(name))).logs.map((log) => log.key);
  const now = () => BigInt(Math.floor(Date.now() / 1_000));
  const close = lock(file);
  try {
    return { witness: witness({ signer, logs, state: fileState(file), now }), close };
  } catch (error) {
    close();
    throw error;
  }
};

/** The request names the checkpoint; with the cosignature under it it can be given back as one text. */
const signText = async (options: Options): Promise<number> => {
  const { witness: answer, close } = opened(options);
  try {
    const request = await text(process.stdin);
    const { status, body } = await answer(request);
    if (status !== 200) {
      process.stderr.write(status === 409 ? `Known size / bekannte Größe: ${body}` : body);
      return EXIT.REFUSED;
    }
    print(request.slice(request.indexOf('\n\n') + 2) + body);
    return EXIT.OK;
  } finally {
    close();
  }
};

const serveUntilEnd = async (options: Options): Promise<number> => {
  if (!/^\d{1,5}$/.test(options.port) || Number(options.port) > MAX_PORT)
    throw new Usage(`--port: 0 bis / to ${MAX_PORT}, nicht / not ${options.port}`);
  const { witness: answer, close } = opened(options);
  try {
    const server = await serve(answer, options.host, Number(options.port));
    const address = server.address();
    print(`Listening on ${options.host}:${typeof address === 'object' && address ? address.port : options.port}\n`);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    server.closeAllConnections();
    server.close();
    return EXIT.OK;
  } finally {
    close();
  }
};

const COMMANDS: Readonly<Record<string, (options: Options) => number | Promise<number>>> = {
  key: makeKey,
  serve: serveUntilEnd,
  sign: signText,
};

const run = async (args: readonly string[]): Promise<number> => {
  try {
    const { values, positionals } = given(args);
    if (values.help) {
      print(`${HELP}\n`);
      return EXIT.OK;
    }
    const [name = '', ...more] = positionals;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined || more.length > 0) throw new Usage();
    return await command(values);
  } catch (error) {
    if (error instanceof Usage) {
      process.stderr.write(`${error.message || HELP}\n`);
      return EXIT.USAGE;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.REFUSED;
  }
};

process.exitCode = await run(process.argv.slice(3));

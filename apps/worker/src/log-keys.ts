import { encodeVkey, type VerifierKey } from '#evidence';
import { fileSigner, tokenPublicKey } from '#log';
import { answer, called } from './arguments.js';
import { type LogPlace, nextKeyFile, required, signerOf, type TokenOf, tokenPlace } from './log-place.js';

const HELP = `Usage: node dist/apps/worker/src/log-keys.js [--next]

Prints the public key of the log (a vkey), for LOG_VKEY and for policy files; with --next the key that is to come after it.
It needs no database and no PIN. A key in a file is made where it is missing.
  LOG_FOLDER      folder of the key, where it is a file
  LOG_ORIGIN      name of the log for ever
  LOG_PKCS11_MODULE, LOG_PKCS11_TOKEN, LOG_PKCS11_KEY (with --next: LOG_PKCS11_NEXT_KEY)
                  library, label of the token and label of the key, where it lies in a token`;

const { env } = process;
const nameOf = (): string => required(env, 'LOG_ORIGIN', 'the name of the log for ever');

const inFile = (isNext: boolean): VerifierKey => {
  const folder = required(env, 'LOG_FOLDER', "the folder of the log's key");
  const place: LogPlace = { folder, ...(env['LOG_ORIGIN'] ? { origin: env['LOG_ORIGIN'] } : {}) };
  const signer = isNext ? fileSigner(nextKeyFile(place), nameOf()) : signerOf(place);
  return { ...signer, role: 'log' };
};

const vkeyOf = async (which: TokenOf): Promise<string> => {
  const token = tokenPlace(env, which);
  const key = token && { name: nameOf(), role: 'log' as const, publicKey: await tokenPublicKey(token) };
  return encodeVkey(key ?? inFile(which === 'nextToken'));
};

/** Prints the key. Resolves with the exit code. */
const run = async (options: readonly string[]): Promise<number> => {
  try {
    console.log(await vkeyOf(options.includes('--next') ? 'nextToken' : 'token'));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
};

process.exitCode = await answer(called(process.argv.slice(2), ['--next']), HELP, run);

import { encodeVkey } from '#evidence';
import { tokenPublicKey } from '#log';
import { logPlace, required, signerOf, tokenPlace } from './log-place.js';

const HELP = `Usage: node dist/apps/worker/src/log-keys.js

Prints the public key of the log (a vkey), for LOG_VKEY and for policy files. It needs no database and no PIN.
  LOG_FOLDER      folder of the key, where it is a file; it is made where it is missing
  LOG_ORIGIN      name of the log for ever
  LOG_PKCS11_MODULE, LOG_PKCS11_TOKEN, LOG_PKCS11_KEY
                  library, label of the token and label of the key, where it lies in a token`;

const run = async (): Promise<string> => {
  const { env } = process;
  const token = tokenPlace(env);
  if (!token) {
    return encodeVkey({ ...signerOf(logPlace(env)), role: 'log' });
  }
  const name = required(env, 'LOG_ORIGIN', 'the name of the log for ever');
  return encodeVkey({ name, role: 'log', publicKey: await tokenPublicKey(token) });
};

if (process.argv.length > 2) console.log(HELP);
else {
  try {
    console.log(await run());
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}

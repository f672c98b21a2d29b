import { join } from 'node:path';
import { parseVkey, type Signer } from '#evidence';
import { fileSigner, type TokenKey, type TokenPlace, tokenSigner } from '#log';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the log keeps its memory and its key: outside the database, and outside its backups. */
export interface LogPlace {
  readonly folder: string;
  /** Origin of a new log; a key that exists keeps its name. */
  readonly origin?: string;
  /** The key, where it lies in a token instead of the folder. */
  readonly token?: TokenKey;
}

/** What signs the log: the key in the token, or the one in the folder, which is made where it is missing. */
export const signerOf = ({ folder, origin, token }: LogPlace): Signer =>
  token ? tokenSigner(token) : fileSigner(join(folder, 'log-key'), origin);

/** The value of a variable; throws, with what it is for, where it is missing. */
export const required = (environment: Environment, name: string, what: string): string => {
  const value = environment[name];
  if (!value) throw new Error(`${name} is missing: ${what}.`);
  return value;
};

/** The token that the environment names; undefined where it names none. Throws where it says half of it. */
export const tokenPlace = (environment: Environment): TokenPlace | undefined =>
  environment['LOG_PKCS11_MODULE']
    ? {
        module: environment['LOG_PKCS11_MODULE'],
        token: required(environment, 'LOG_PKCS11_TOKEN', 'the label of the token'),
        label: required(environment, 'LOG_PKCS11_KEY', 'the label of the key in the token'),
      }
    : undefined;

/** What the environment says of the log. Throws a sentence where it says too little. */
export const logPlace = (environment: Environment): LogPlace => {
  const folder = required(environment, 'LOG_FOLDER', "the folder of the log's key and memory, outside the database");
  const origin = environment['LOG_ORIGIN'];
  const token = tokenPlace(environment);
  if (!token) return { folder, ...(origin ? { origin } : {}) };
  const key = parseVkey(required(environment, 'LOG_VKEY', 'the public key that the token must have (see log-keys.js)'));
  return { folder, token: { ...token, key, pin: required(environment, 'LOG_PKCS11_PIN', "the token's user PIN") } };
};

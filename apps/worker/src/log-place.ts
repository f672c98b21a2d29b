import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseVkey, type Signer } from '#evidence';
import { fileSigner, type TokenKey, type TokenPlace, tokenSigner } from '#log';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the log keeps its memory and its keys: outside the database, and outside its backups. */
export interface LogPlace {
  readonly folder: string;
  /** Origin of a new log; a key that exists keeps its name. */
  readonly origin?: string;
  /** The key, where it lies in a token instead of the folder. */
  readonly token?: TokenKey;
  /** The key that comes after it, where that lies in a token. */
  readonly nextToken?: TokenKey;
}

/** File of the key that comes after the present one; it is made on demand only. */
export const nextKeyFile = ({ folder }: LogPlace): string => join(folder, 'log-key-next');

/** What signs the log: the key in the token, or the one in the folder, which is made where it is missing. */
export const signerOf = ({ folder, origin, token }: LogPlace): Signer =>
  token ? tokenSigner(token) : fileSigner(join(folder, 'log-key'), origin);

/** What signs beside it once it is announced; undefined where there is none. */
export const nextSignerOf = (place: LogPlace): Signer | undefined => {
  if (place.nextToken) return tokenSigner(place.nextToken);
  return existsSync(nextKeyFile(place)) ? fileSigner(nextKeyFile(place)) : undefined;
};

/** The value of a variable; throws, with what it is for, where it is missing. */
export const required = (environment: Environment, name: string, what: string): string => {
  const value = environment[name];
  if (!value) throw new Error(`${name} is missing: ${what}.`);
  return value;
};

/** Variables that name the label of a key in the token, and the public key that is expected there. */
const VARIABLES = {
  token: ['LOG_PKCS11_KEY', 'LOG_VKEY'],
  nextToken: ['LOG_PKCS11_NEXT_KEY', 'LOG_NEXT_VKEY'],
} as const;
export type TokenOf = keyof typeof VARIABLES;

/** The place of a key in the token; undefined where the environment names none. Throws where it says half of it. */
export const tokenPlace = (environment: Environment, which: TokenOf): TokenPlace | undefined => {
  const label = environment[VARIABLES[which][0]];
  if (!label) return undefined;
  const module = required(environment, 'LOG_PKCS11_MODULE', "the path of the token's library");
  return { module, token: required(environment, 'LOG_PKCS11_TOKEN', 'the label of the token'), label };
};

const tokenKey = (environment: Environment, which: TokenOf): { readonly [W in TokenOf]?: TokenKey } => {
  const place = tokenPlace(environment, which);
  if (!place) return {};
  const vkey = required(environment, VARIABLES[which][1], 'the public key that the token must have (see log-keys.js)');
  const pin = required(environment, 'LOG_PKCS11_PIN', "the token's user PIN");
  return { [which]: { ...place, key: parseVkey(vkey), pin } };
};

/** What the environment says of the log. Throws a sentence where it says too little. */
export const logPlace = (environment: Environment): LogPlace => {
  const folder = required(environment, 'LOG_FOLDER', "the folder of the log's key and memory, outside the database");
  const { LOG_ORIGIN: origin, LOG_PKCS11_MODULE: module } = environment;
  const tokens = { ...tokenKey(environment, 'token'), ...tokenKey(environment, 'nextToken') };
  // A new key in a file is never what somebody meant who has a token.
  if (module && Object.keys(tokens).length === 0) required(environment, 'LOG_PKCS11_KEY', 'the label of the key');
  return { folder, ...(origin ? { origin } : {}), ...tokens };
};

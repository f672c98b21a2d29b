import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, programId, programSecret } from '#edge';

/** Secrets of a development system: random, of this data folder only. */
export interface Secrets {
  readonly client: string;
  readonly session: string;
  /** Secrets of programs are derived from it. */
  readonly development: string;
  /** Private key that signs tokens. */
  readonly key: JsonWebKey & { readonly kty: string };
}

const random = () => randomBytes(32).toString('hex');

export const newSecrets = (): Secrets => ({
  client: random(),
  session: random(),
  development: random(),
  key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as Secrets['key'],
});

/** An interruption leaves the old file or the new one, never half of it. */
export const writeWhole = (file: string, content: unknown): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
};

/** The secrets kept in the folder, made at the first start. */
export const keptSecrets = (folder: string): Secrets => {
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) writeWhole(file, newSecrets());
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
};

/** Writes client id and secret of each person's program to a file that only its owner can read; returns its path. */
export const writePrograms = (folder: string, { development }: Secrets, persons: readonly Identity[]): string => {
  const file = join(folder, 'programs.json');
  writeWhole(
    file,
    Object.fromEntries(persons.map(({ person }) => [programId(person), programSecret(development, person)])),
  );
  return file;
};

import { randomBytes } from 'node:crypto';
import { generateSkey, parseSkey, type Signer } from '#evidence';
import { createDurably, readPrivate } from './files.js';

/**
 * The signer of a key file (mode 0600, one line). Where the file is missing a key is made, of the name given or of one
 * that no other log has: the name is the origin of the log for ever. Throws if others can read the file.
 */
export const fileSigner = (
  file: string,
  name = `beschlussbuch.localhost/${randomBytes(6).toString('hex')}`,
): Signer => {
  const skey = readPrivate(file) ?? made(file, name);
  return parseSkey(skey.trim());
};

/** What is in the file counts, not what was made: of several processes that start together one makes the key. */
const made = (file: string, name: string): string => {
  createDurably(file, `${generateSkey(name)}\n`);
  const skey = readPrivate(file);
  if (skey === undefined) throw new Error(`${file} was removed while it was made`);
  return skey;
};

import { randomBytes } from 'node:crypto';
import { generateSkey, parseSkey, type Signer } from '#evidence';
import { readPrivate, writeDurably } from './files.js';

/**
 * The signer of a key file (mode 0600, one line). Where the file is missing a key is made, of the name given or of one
 * that no other log has: the name is the origin of the log for ever. Throws if others can read the file.
 */
export const fileSigner = (
  file: string,
  name = `beschlussbuch.localhost/${randomBytes(6).toString('hex')}`,
): Signer => {
  const kept = readPrivate(file);
  const skey = kept ?? `${generateSkey(name)}\n`;
  if (kept === undefined) writeDurably(file, skey);
  return parseSkey(skey.trim());
};

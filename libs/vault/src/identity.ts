import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 96 random bits: not derived from the person, so that erasing the row really cuts the link. */
export const newPseudonym = (): string => `p-${randomBytes(12).toString('hex')}`;

export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const newKey = (): string => randomBytes(32).toString('hex');

export const hmacOf = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(text, 'utf8').digest('hex');

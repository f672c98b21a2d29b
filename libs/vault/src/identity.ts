import { createHash, randomBytes } from 'node:crypto';

/** 96 random bits: not derived from the person, so that erasing the row really cuts the link. */
export const newPseudonym = (): string => `p-${randomBytes(12).toString('hex')}`;

export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

import { openNote, type Signer, signNote, VerificationFailure, type VerifierKey } from '#evidence';

/** The key did not sign, or its signature does not hold: nothing was published, and it can be tried again. */
export class Unsigned extends Error {}

/** The key under which a signer's signatures are verified. */
export const verifierOf = ({ name, publicKey }: Signer): VerifierKey => ({ name, publicKey, role: 'log' });

/** The note with a line of each signer, verified as a stranger would. Throws Unsigned. */
export const signedNote = async (text: string, signers: readonly Signer[]): Promise<string> => {
  try {
    const note = await signNote(text, signers);
    if (openNote(note, signers.map(verifierOf)).signatures.length === signers.length) return note;
  } catch (error) {
    if (error instanceof VerificationFailure) throw new Unsigned(`The signature does not hold: ${error.message}`);
    throw new Unsigned(error instanceof Error ? error.message : String(error));
  }
  throw new Unsigned('Two keys are one, or have the same id');
};

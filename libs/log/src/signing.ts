import { openNote, type Signer, signNote, VerificationFailure, type VerifierKey } from '#evidence';

/** The key did not sign, or its signature does not hold: nothing was published, and it can be tried again. */
export class Unsigned extends Error {}

/** The key under which a signer's signatures are verified. */
export const verifierOf = ({ name, publicKey }: Signer): VerifierKey => ({ name, publicKey, role: 'log' });

/** The note with the signer's line, verified as a stranger would. Throws Unsigned. */
export const signedNote = async (text: string, signer: Signer): Promise<string> => {
  try {
    const note = await signNote(text, [signer]);
    openNote(note, [verifierOf(signer)]);
    return note;
  } catch (error) {
    if (error instanceof VerificationFailure) throw new Unsigned(`The signature does not hold: ${error.message}`);
    throw new Unsigned(error instanceof Error ? error.message : String(error));
  }
};

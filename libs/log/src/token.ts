import { execFile } from 'node:child_process';
import type { Signer, VerifierKey } from '#evidence';

/** Where a key lies within a PKCS #11 token (a hardware security module, a card, SoftHSM), which it never leaves. */
export interface TokenPlace {
  /** Path of the token's PKCS #11 library. */
  readonly module: string;
  readonly token: string;
  /** Label of the key. The private key has the id of the public key with this label. */
  readonly label: string;
}

export interface TokenKey extends TokenPlace {
  readonly pin: string;
  /** The key that is expected there: whatever else the token holds signs nothing. */
  readonly key: VerifierKey;
}

const TOOL = 'pkcs11-tool';
/** Given to the tool in its environment: an argument can be read by every process of the machine. */
const PIN = 'LOG_TOKEN_PIN';
const PATIENCE_MS = 10_000;
/** EC_POINT as SoftHSM has it (OCTET STRING), as others have it (BIT STRING), or the bytes alone (PKCS #11 v3.1, 6.3.3). */
const POINT = /^(?:0420|032100)?([0-9a-f]{64})$/;

/**
 * The signer of a key in a token, through OpenSC's `pkcs11-tool`. Asks the token when it signs for the first time, so a
 * token out of reach is a signature that fails, not a start that does. A refused PIN is not tried again: after a few
 * attempts tokens lock themselves.
 */
export const tokenSigner = ({ pin, key, ...place }: TokenKey): Signer => {
  let id: string | undefined;
  let locked: Error | undefined;

  const login = async (args: readonly string[], input: Buffer): Promise<Buffer> => {
    if (locked) throw locked;
    try {
      return await run([...placed(place), '--login', '--pin', `env:${PIN}`, ...args], { input, pin });
    } catch (error) {
      if (error instanceof Error && error.message.includes('CKR_PIN_')) locked = error;
      throw error;
    }
  };

  return {
    name: key.name,
    publicKey: key.publicKey,
    sign: async (bytes) => {
      id ??= await expectedId(place, key.publicKey);
      // By id: for a signature the tool ignores labels, and takes the first key that it finds.
      return login(['--sign', '--mechanism', 'EDDSA', '--id', id], bytes);
    },
  };
};

/** The 32 bytes of the public key with the label. Throws unless there is exactly one, and it is of Ed25519. */
export const tokenPublicKey = async (place: TokenPlace): Promise<Buffer> => (await keyIn(place)).publicKey;

const placed = ({ module, token }: TokenPlace): readonly string[] => ['--module', module, '--token-label', token];

const expectedId = async (place: TokenPlace, expected: Buffer): Promise<string> => {
  const { id, publicKey } = await keyIn(place);
  if (!publicKey.equals(expected)) throw new Error(`The token's key ${place.label} is not the one that is expected`);
  return id;
};

const keyIn = async (place: TokenPlace): Promise<{ readonly id: string; readonly publicKey: Buffer }> => {
  const { label } = place;
  // Public keys are seen without the PIN.
  const listing = await run([...placed(place), '--list-objects', '--type', 'pubkey']);
  const [found, ...more] = listing
    .toString()
    .split(/^(?=Public Key Object)/m)
    .map(attributes)
    .filter((key) => key('label') === label);
  if (!found || more.length > 0)
    throw new Error(`The token has ${found ? 'several keys' : 'no key'} labelled ${label}`);
  const [, point] = POINT.exec(found('EC_POINT')) ?? [];
  if (point === undefined) throw new Error(`The token's key ${label} is not of Ed25519`);
  return { id: found('ID'), publicKey: Buffer.from(point, 'hex') };
};

const attributes =
  (object: string) =>
  (name: string): string =>
    new RegExp(`^  ${name}: +(.*)$`, 'm').exec(object)?.[1] ?? '';

interface Given {
  readonly input: Buffer;
  readonly pin: string;
}

/** What the tool wrote. Throws with what it said of its failure; the PIN is in neither. */
const run = (args: readonly string[], given?: Given): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const env = given ? { ...process.env, [PIN]: given.pin } : process.env;
    const options = { encoding: 'buffer', timeout: PATIENCE_MS, env } as const;
    const child = execFile(TOOL, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`The token does not answer: ${said(stderr) || (error.code ?? 'too late')}`));
      else resolve(stdout);
    });
    // Whoever ends without reading says why by other means.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(given?.input);
  });

const said = (stderr: Buffer): string =>
  stderr
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Using ') && line !== 'Aborting.')
    .join('; ')
    .slice(0, 300);

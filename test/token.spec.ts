import { renameSync } from 'node:fs';
import { encodeVkey, leafHash, openNote, parseCheckpoint, type VerifierKey, verifyTlogProof } from '#evidence';
import { fileSigner, tokenPublicKey, type TokenPlace, tokenSigner } from '#log';
import { logPlace, signerOf } from '../apps/worker/src/log-place.js';
import { alarmOf } from '../apps/worker/src/seal.js';
import { freshPlace, newFolder, noted, type Place, until } from './log.support.js';
import { freshToken, generateIn, hasSoftHsm, PIN } from './token.support.js';

const ORIGIN = 'log.test/token';
const bytes = Buffer.from('what is signed');

const keyOf = async (place: TokenPlace): Promise<VerifierKey> => ({
  ...{ name: ORIGIN, role: 'log' },
  publicKey: await tokenPublicKey(place),
});

const opened = (note: string, key: VerifierKey) => parseCheckpoint(openNote(note, [key]).text);

describe('a key in a token', () => {
  if (!hasSoftHsm()) {
    it('was left out: softhsm2 or opensc is missing', () => expect(process.env['CI']).toBeUndefined());
    return;
  }

  let place: TokenPlace;
  beforeEach(() => {
    const token = freshToken();
    generateIn(token, 'another key', '01');
    place = generateIn(token, 'key of the log', '0a0b');
  });

  describe('signs the log', () => {
    let log: Place;
    beforeEach(async () => {
      log = await freshPlace();
    });
    afterEach(() => log.end());

    it('so that everybody can verify checkpoints and receipts with its public key', async () => {
      const key = await keyOf(place);
      const one = log.start({ signer: tokenSigner({ ...place, key, pin: PIN }) });
      await log.append('matter-a', 0, 3);
      await one.sealed(3n);
      expect(opened((await log.reader.checkpoint())!, key)).toMatchObject({ origin: ORIGIN, size: 3n });
      const receipt = await log.reader.receipt({ stream: 'matter-a', revision: 2 });
      const leaf = Buffer.from(leafHash(noted('matter-a', 2).record), 'hex');
      expect(verifyTlogProof(receipt!, leaf, [key]).checkpoint.size).toBe(3n);
    });

    it('and raises the alarm while it is out of reach, publishes nothing, and goes on when it is back', async () => {
      const key = await keyOf(place);
      const told: (string | undefined)[] = [];
      const one = log.start({
        signer: tokenSigner({ ...place, key, pin: PIN }),
        tell: ({ unsigned }) => told.push(unsigned),
      });
      await log.append('matter-a', 0, 1);
      await one.sealed(1n);
      const configuration = process.env['SOFTHSM2_CONF']!;
      renameSync(configuration, `${configuration}.away`);
      await log.append('matter-a', 1, 1);
      await until(() => one.status().unsigned !== undefined);
      expect(one.status().unsigned).toMatch(/^The token does not answer: /);
      expect(alarmOf(one.status())).toMatch(/^The log cannot sign: The token does not answer: /);
      expect(opened((await log.reader.checkpoint())!, key).size).toBe(1n);
      renameSync(`${configuration}.away`, configuration);
      await one.sealed(2n);
      expect(one.status().unsigned).toBeUndefined();
      expect(alarmOf(one.status())).toBeUndefined();
      expect(told).toHaveLength(1);
    });

    it('and publishes nothing that is not its signature', async () => {
      const [right, other] = [await keyOf(place), fileSigner(`${newFolder()}/key`, ORIGIN)];
      const one = log.start({ signer: { ...other, publicKey: right.publicKey } });
      await log.append('matter-a', 0, 1);
      await until(() => one.status().unsigned !== undefined);
      expect(alarmOf(one.status())).toContain('The signature does not hold');
      expect(await log.reader.checkpoint()).toBeUndefined();
    });
  });

  it('is chosen by its label, whatever else the token holds', async () => {
    const signer = tokenSigner({ ...place, key: await keyOf(place), pin: PIN });
    const again = await signer.sign(bytes);
    expect(again).toHaveLength(64);
    const other = { ...place, label: 'another key' };
    expect(await tokenSigner({ ...other, key: await keyOf(other), pin: PIN }).sign(bytes)).not.toEqual(again);
  });

  it('does not sign for another key than the expected one, nor where the label is missing, double or of another type', async () => {
    const key = await keyOf(place);
    const sign = async (label: string) => tokenSigner({ ...place, label, key, pin: PIN }).sign(bytes);
    await expect(sign('another key')).rejects.toThrow('is not the one that is expected');
    await expect(sign('key')).rejects.toThrow('no key labelled key');
    generateIn(place, 'key of the log', '0c');
    await expect(sign('key of the log')).rejects.toThrow('several keys labelled key of the log');
    const weier = generateIn(place, 'weierstrass', '0d', 'EC:prime256v1');
    await expect(tokenPublicKey(weier)).rejects.toThrow('is not of Ed25519');
  });

  it('is not locked by a wrong PIN that is tried over and over, and the PIN is told to nobody', async () => {
    const key = await keyOf(place);
    const signer = tokenSigner({ ...place, key, pin: 'wrong-pin' });
    const failure = async (): Promise<unknown> => Promise.resolve(signer.sign(bytes)).catch((error: unknown) => error);
    const first = await failure();
    expect(String(first)).toContain('CKR_PIN_INCORRECT');
    expect(String(first)).not.toContain('wrong-pin');
    // The very same failure: the token was not asked again.
    expect(await failure()).toBe(first);
  });

  it('is named by the environment, which is refused where it says half of it', async () => {
    const key = await keyOf(place);
    const vkey = encodeVkey(key);
    const whole = {
      ...{ LOG_FOLDER: newFolder(), LOG_VKEY: vkey, LOG_PKCS11_MODULE: place.module, LOG_PKCS11_PIN: PIN },
      ...{ LOG_PKCS11_TOKEN: place.token, LOG_PKCS11_KEY: place.label },
    };
    const signer = signerOf(logPlace(whole));
    expect(signer).toMatchObject({ name: ORIGIN, publicKey: key.publicKey });
    expect(await signer.sign(bytes)).toHaveLength(64);
    for (const name of ['LOG_FOLDER', 'LOG_VKEY', 'LOG_PKCS11_PIN', 'LOG_PKCS11_TOKEN', 'LOG_PKCS11_KEY']) {
      expect(() => logPlace({ ...whole, [name]: '' })).toThrow(`${name} is missing`);
    }
  });
});

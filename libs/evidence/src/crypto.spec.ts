import { hash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import * as browser from './crypto.browser.js';
import * as node from './crypto.js';

/** A browser finds what Node finds, or one auditor would believe what another refuses. */
const seams: readonly (readonly [string, typeof node])[] = [
  ['Node', node],
  ['browsers', browser],
];

const littleEndian = (array: Uint8Array): bigint => BigInt(`0x${Buffer.from(array).reverse().toString('hex')}`);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const anyBytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

/** RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature. */
const RFC8032 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
].map((row) => row.map(hex) as [Buffer, Buffer, Buffer, Buffer]);

describe.each(seams)('the cryptography of %s', (_, { sha256, sha1, ed25519Signer, isEd25519, randomBytes }) => {
  it('hashes as FIPS 180 says, texts as UTF-8', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('ä')).toEqual(sha256(hex('c3a4')));
    expect(sha1(Buffer.from('abc')).toString('hex')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });

  it('signs and verifies as RFC 8032 says', () => {
    for (const [seed, key, message, signature] of RFC8032) {
      expect(ed25519Signer(seed).publicKey).toEqual(key);
      expect(ed25519Signer(seed).sign(message)).toEqual(signature);
      expect(isEd25519(key, message, signature)).toBe(true);
      expect(isEd25519(key, Buffer.concat([message, Buffer.of(0)]), signature)).toBe(false);
    }
  });

  it('believes nothing of another length', () => {
    const [, key, message, signature] = RFC8032[0]!;
    for (const length of [0, 31, 33]) expect(isEd25519(Buffer.alloc(length, key), message, signature)).toBe(false);
    for (const length of [0, 63, 65]) expect(isEd25519(key, message, Buffer.alloc(length, signature))).toBe(false);
  });

  it('does not take s beyond the order of the group, which would be a second signature', () => {
    const [, key, message, signature] = RFC8032[0]!;
    const s = littleEndian(signature.subarray(32));
    const beyond = hex((s + ed25519.Point.Fn.ORDER).toString(16).padStart(64, '0')).reverse();
    expect(isEd25519(key, message, Buffer.concat([signature.subarray(0, 32), beyond]))).toBe(false);
  });

  it('draws as many random bytes as asked for', () => {
    expect(randomBytes(16)).toHaveLength(16);
    expect(randomBytes(16)).not.toEqual(randomBytes(16));
  });
});

const same = (key: Buffer, message: Buffer, signature: Buffer): boolean => {
  const verdict = node.isEd25519(key, message, signature);
  expect(browser.isEd25519(key, message, signature)).toBe(verdict);
  return verdict;
};

describe('Node and browsers', () => {
  it('yield the same hashes, keys and signatures of anything', () => {
    fc.assert(
      fc.property(anyBytes, fc.string({ unit: 'binary' }), bytes(32), (message, text, seed) => {
        expect(browser.sha256(message)).toEqual(node.sha256(message));
        expect(browser.sha256(text)).toEqual(node.sha256(text));
        expect(browser.sha1(message)).toEqual(node.sha1(message));
        const signer = node.ed25519Signer(seed);
        expect(browser.ed25519Signer(seed).publicKey).toEqual(signer.publicKey);
        expect(browser.ed25519Signer(seed).sign(message)).toEqual(signer.sign(message));
      }),
    );
  });

  it('agree on signatures, also with a byte changed in key, text or signature', () => {
    const change = fc.record({ part: fc.nat(2), at: fc.nat(63), mask: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(bytes(32), bytes(64), change, (seed, message, { part, at, mask }) => {
        const { publicKey, sign } = node.ed25519Signer(seed);
        const parts: [Buffer, Buffer, Buffer] = [Buffer.from(publicKey), message, sign(message)];
        const changed = parts[part]!;
        changed[at % changed.length]! ^= mask;
        expect(same(...parts)).toBe(mask === 0);
      }),
    );
  });

  it('agree on keys and signatures that are noise', () => {
    fc.assert(
      fc.property(bytes(32), anyBytes, bytes(64), (key, message, signature) => void same(key, message, signature)),
    );
  });

  it('agree on keys of small order, and on coordinates beyond the prime', () => {
    const crafted = [
      '0100000000000000000000000000000000000000000000000000000000000000', // the neutral point
      '0100000000000000000000000000000000000000000000000000000000000080', // the same, with the sign of a zero
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // order 2
      '0000000000000000000000000000000000000000000000000000000000000000', // order 4
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', // order 8
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', // order 8
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // neutral, beyond the prime
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', // order 4, beyond the prime
      'efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    ].map(hex);
    const verdicts = crafted.flatMap((key) =>
      crafted.flatMap((r) =>
        ['a', 'b', 'c', 'd'].map((text) => same(key, Buffer.from(text), Buffer.concat([r, Buffer.alloc(32)]))),
      ),
    );
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });

  it('agree on keys with a share of small order, which the equation with cofactor would believe', () => {
    const { Point, utils } = ed25519;
    const share = Point.fromBytes(hex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'));
    const [seed] = RFC8032[0]!;
    const { scalar, point } = utils.getExtendedPublicKey(seed);
    const key = Buffer.from(point.add(share).toBytes());
    const verdicts = Array.from({ length: 64 }, (_, nonce) => {
      const message = Buffer.from(`text ${nonce}`);
      const r = BigInt(nonce + 2);
      const start = Buffer.from(Point.BASE.multiply(r).toBytes());
      const k = littleEndian(hash('sha512', Buffer.concat([start, key, message]), 'buffer'));
      const s = Point.Fn.create(r + k * scalar);
      const signature = Buffer.concat([start, hex(s.toString(16).padStart(64, '0')).reverse()]);
      expect(ed25519.verify(signature, message, key)).toBe(true);
      return same(key, message, signature);
    });
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });
});

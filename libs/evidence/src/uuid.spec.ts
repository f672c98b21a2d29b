import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { eventId, leafHash, sha256Hex, uuidV5, VerificationFailure } from '#evidence';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('hashes', () => {
  it('agree with published values', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(leafHash('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('are taken over UTF-8 bytes', () => {
    const bytes = Buffer.from([0x00, 0xc3, 0xbc]);
    expect(leafHash('ü')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('tell a leaf from the plain hash of the same text', () => expect(leafHash('abc')).not.toBe(sha256Hex('abc')));
});

describe('derived ids', () => {
  it('agree with the example of RFC 9562 A.4', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(uuidV5(DNS.toUpperCase(), 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('are of version 5 and variant 10, stable, and different per command and index', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.nat(), (first, second, index) => {
        expect(eventId(first, index)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(eventId(first, index)).toBe(eventId(first, index));
        expect(eventId(first, index)).not.toBe(eventId(first, index + 1));
        if (first !== second) expect(eventId(first, index)).not.toBe(eventId(second, index));
      }),
    );
  });

  it.each(['', 'not-a-uuid', `${DNS}0`, ` ${DNS}`, `${DNS}\n`])('refuse the namespace %j', (namespace) => {
    expect(() => uuidV5(namespace, 'x')).toThrow(VerificationFailure);
  });
});

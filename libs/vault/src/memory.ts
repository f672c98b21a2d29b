import { openDisclosure } from '#evidence';
import { hmacOf, newKey, newPseudonym, sha256OfBytes } from './identity.js';
import { ForgottenPerson, type Vault } from './vault.js';

interface Value {
  readonly disclosure: string;
  readonly stream: string;
}

/** A vault that forgets everything with the process: for tests. */
export function memoryVault(): Vault {
  const claims = new Map<string, string>();
  const values = new Map<string, Value>();
  const pseudonyms = new Map<string, string>();
  const people = new Map<string, string>();
  const key = newKey();
  const documents = new Map<string, { name: string; bytes: Uint8Array }>();

  return {
    keep({ commandId, stream, sha256, values: given, persons = [] }) {
      if (persons.some((person) => !people.has(person))) return Promise.reject(new ForgottenPerson());
      const claimed = claims.get(commandId) ?? sha256;
      claims.set(commandId, claimed);
      if (claimed === sha256) for (const { digest, disclosure } of given) values.set(digest, { disclosure, stream });
      return Promise.resolve({ sha256: claimed });
    },

    open(digests, stream) {
      const found = [...disclosed(values, digests, stream)];
      return Promise.resolve(
        new Map(found.map(([digest, disclosure]) => [digest, openDisclosure(digest, disclosure).value])),
      );
    },

    disclosures: (digests, stream) => Promise.resolve(disclosed(values, digests, stream)),

    pseudonym(person) {
      const pseudonym = pseudonyms.get(person) ?? newPseudonym();
      pseudonyms.set(person, pseudonym);
      people.set(pseudonym, person);
      return Promise.resolve(pseudonym);
    },

    knownAs: (person) => Promise.resolve(pseudonyms.get(person)),

    persons: (wanted) => Promise.resolve(among(people, wanted)),

    keepDocument(name, bytes) {
      const sha256 = sha256OfBytes(bytes);
      if (!documents.has(sha256)) documents.set(sha256, { name, bytes: Uint8Array.from(bytes) });
      return Promise.resolve({ name, sha256 });
    },

    document: (sha256) => Promise.resolve(documents.get(sha256)),

    fingerprint: (text) => Promise.resolve(hmacOf(key, text)),

    close: () => Promise.resolve(),
  };
}

const disclosed = (
  values: ReadonlyMap<string, Value>,
  digests: readonly string[],
  stream: string,
): Map<string, string> =>
  new Map(
    digests.flatMap((digest) => {
      const value = values.get(digest);
      return value?.stream === stream ? [[digest, value.disclosure]] : [];
    }),
  );

const among = (known: ReadonlyMap<string, string>, keys: readonly string[]): Map<string, string> =>
  new Map(
    keys.flatMap((key) => {
      const value = known.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );

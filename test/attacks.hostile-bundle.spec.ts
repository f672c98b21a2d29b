import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { history } from './attacks.support.js';
import { policies, sealed } from './bundle.support.js';
import { mutations } from './bundle.mutations.js';

const BUNDLES = 150;

it('a hostile bundle is neither believed nor makes the verifier throw, whatever an enemy made of it', async () => {
  const text = await sealed((await history()).log);
  let tried = 0;
  for (const { bytes } of mutations(text, 7)) {
    const { push, end } = verifier({ policy: policies.alone });
    push(bytes);
    expect([1, 4]).toContain(end().exit);
    tried += 1;
    if (tried === BUNDLES) break;
  }
}, 180_000);

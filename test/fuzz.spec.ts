import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { inOrder, policies, sealed, world } from './bundle.support.js';
import { mutations } from './bundle.mutations.js';
import { agreed, decidedFinally, written } from './matter.histories.js';

const BUNDLES = 150;

it('neither throws nor believes what an enemy has made of a bundle', async () => {
  const matters = [
    await written('22222222-2222-4222-8222-222222222222', agreed()),
    await written('33333333-3333-4333-8333-333333333333', decidedFinally()),
  ];
  const text = await sealed(inOrder([...world(), ...matters.flatMap(({ records }) => records)]));
  let tried = 0;
  for (const { bytes } of mutations(text, 7)) {
    const { push, end } = verifier({ policy: policies.alone });
    push(bytes);
    expect([1, 4]).toContain(end().exit);
    tried += 1;
    if (tried === BUNDLES) break;
  }
}, 180_000);

import { readBytecode } from '../../src/core/chain/bytecode.js';
import detector from '../../src/detectors/contract-clone-of-attack.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { codeOf, TOKEN_SELECTORS } from '../support/code.js';
import { detectorTables } from '../support/detector-tables.js';

const NEW = address('new');
const deploys = (parts: Parameters<typeof codeOf>[0]) => ({ from: ATTACKER, to: null, creates: NEW, input: codeOf(parts) });
const attack = { bytes: 800, seed: 3, addresses: [address('victim')] };
const SEEN = readBytecode(codeOf(attack)).sketch;
const history = {
  resemblanceOf: (sketch: readonly number[], least: number) => {
    const share = sketch.filter((value, i) => value === SEEN[i]).length / SEEN.length;
    return share >= least ? { contract: address('before'), share } : null;
  },
};

detectorTables(
  detector,
  [
    {
      when: 'the code of a contract that attacked here, with another victim written in',
      tx: deploys({ ...attack, addresses: [address('next')] }),
      context: { history },
      severity: 'high',
      subject: NEW,
      evidence: { likeness: 1, reference: address('before') },
    },
  ],
  [
    { when: 'other code', tx: deploys({ bytes: 800, seed: 11, selectors: TOKEN_SELECTORS }), context: { history } },
    { when: 'code too small to mean anything', tx: deploys({ ...attack, bytes: 200 }), context: { history } },
    { when: 'the same where nothing like it attacked', tx: deploys(attack) },
  ],
);

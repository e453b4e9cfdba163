import type { Address } from '../../src/core/chain/block.js';
import detector from '../../src/detectors/contract-deployed-by-fresh-address.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { addressInCode, codeOf, FLASH_SELECTORS, TOKEN_SELECTORS } from '../support/code.js';
import { detectorTables } from '../support/detector-tables.js';

const NEW = address('new');
const [POOL, LENDER] = [addressInCode(1), addressInCode(2)];
const NOW = 1_700_000_000;
const deploys = (parts: Parameters<typeof codeOf>[0], nonce = 0) => ({
  from: ATTACKER,
  to: null,
  creates: NEW,
  input: codeOf(parts),
  nonce,
});
const funded = (agoS: number) => ({
  timestamp: NOW,
  labels: { [POOL]: 'defi' as const, [LENDER]: 'defi' as const },
  history: {
    fundingOf: () => ({ from: address('stranger'), by: address('stranger'), at: NOW - agoS, amountWei: 1n, source: 'other' as const }),
  },
});

detectorTables(
  detector,
  [
    {
      when: 'two protocols in the code of an account funded an hour ago',
      tx: deploys({ addresses: [POOL, LENDER] }),
      context: funded(3_600),
      severity: 'medium',
      subject: NEW,
      evidence: { deployer: ATTACKER, funder: address('stranger'), targets: [POOL, LENDER] },
    },
    { when: 'one protocol, with less alarm', tx: deploys({ addresses: [POOL] }), context: funded(3_600), severity: 'low', subject: NEW },
    {
      when: 'one protocol, and a flash loan’s call-back',
      tx: deploys({ addresses: [POOL], selectors: FLASH_SELECTORS }),
      context: funded(3_600),
      severity: 'medium',
      subject: NEW,
      evidence: { flashLoanCallbacks: FLASH_SELECTORS },
    },
    {
      when: 'a protocol known by its own creation',
      tx: deploys({ addresses: [POOL] }),
      context: { timestamp: NOW, history: { creatorOf: (subject: Address) => (subject === POOL ? address('team') : null) } },
      severity: 'low',
      subject: NEW,
    },
  ],
  [
    { when: 'an account that was funded last week', tx: deploys({ addresses: [POOL, LENDER] }), context: funded(600_000) },
    { when: 'an account with a past', tx: deploys({ addresses: [POOL, LENDER] }, 500), context: funded(3_600) },
    {
      when: 'a token that holds its router',
      tx: deploys({ addresses: [POOL, LENDER], selectors: TOKEN_SELECTORS }),
      context: funded(3_600),
    },
    { when: 'code that knows nobody', tx: deploys({ bytes: 900 }), context: funded(3_600) },
    { when: 'addresses that nobody knows', tx: deploys({ addresses: [addressInCode(3), addressInCode(4)] }), context: funded(3_600) },
    {
      when: 'its own other contract',
      tx: deploys({ addresses: [POOL] }),
      context: { timestamp: NOW, history: { creatorOf: () => ATTACKER } },
    },
    { when: 'a call', tx: { from: ATTACKER, to: POOL }, context: funded(3_600) },
    { when: 'a deployment that failed', tx: { ...deploys({ addresses: [POOL, LENDER] }), status: 0 as const }, context: funded(3_600) },
  ],
);

import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../src/core/chain/block.js';
import detector from '../../src/detectors/address-poisoning-zero-value.js';
import {
  ATTACKER,
  address,
  buildContext,
  buildTransaction,
  nftTransferLog,
  TOKEN,
  transferLog,
  VICTIM,
} from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const SUPPLIER: Address = `0xabcd${'1'.repeat(32)}9876`;
const LOOKALIKE: Address = `0xabcd${'2'.repeat(32)}9876`;
/** The victim has paid the supplier. */
const paid = {
  history: { lookalikeOf: (owner: Address, candidate: Address) => (owner === VICTIM && candidate === LOOKALIKE ? SUPPLIER : null) },
};
const transfer = (from: Address, to: Address, amount: bigint, sender = ATTACKER) => ({
  from: sender,
  to: TOKEN,
  logs: [transferLog(TOKEN, from, to, amount)],
});

detectorTables(
  detector,
  [
    {
      when: 'a stranger’s transfer of nothing to a look-alike of somebody the victim pays',
      tx: transfer(VICTIM, LOOKALIKE, 0n),
      context: paid,
      severity: 'medium',
      subject: VICTIM,
      evidence: { lookalike: LOOKALIKE, imitated: SUPPLIER, token: TOKEN, victims: 1 },
    },
  ],
  [
    { when: 'an address that looks like nobody', tx: transfer(VICTIM, address('nobody'), 0n), context: paid },
    { when: 'the real supplier', tx: transfer(VICTIM, SUPPLIER, 0n), context: paid },
    { when: 'a transfer of something', tx: transfer(VICTIM, LOOKALIKE, 1n), context: paid },
    { when: 'an owner’s own transfer of nothing', tx: transfer(VICTIM, LOOKALIKE, 0n, VICTIM), context: paid },
    { when: 'somebody without a history', tx: transfer(address('newcomer'), LOOKALIKE, 0n), context: paid },
    {
      when: 'an NFT with the id zero',
      tx: { from: ATTACKER, logs: [nftTransferLog(TOKEN, VICTIM, LOOKALIKE, 0n)] },
      context: paid,
    },
  ],
);

describe('address-poisoning-zero-value in bulk', () => {
  it('lists some of the victims and counts all', () => {
    const victims = Array.from({ length: 12 }, (_, i) => address(`victim${i}`));
    const tx = buildTransaction({ from: ATTACKER, logs: victims.map((victim) => transferLog(TOKEN, victim, LOOKALIKE, 0n)) });
    const found = detector.inspect(tx, buildContext({ history: { lookalikeOf: () => SUPPLIER } }));
    expect(found.map(({ subject }) => subject.address)).toEqual(victims.slice(0, 5));
    expect(found[0]?.evidence['victims']).toBe(12);
  });
});

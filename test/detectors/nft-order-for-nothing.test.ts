import detector from '../../src/detectors/nft-order-for-nothing.js';
import { ATTACKER, address, log, nftTransferLog, TOKEN, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const MARKET = address('market');
const ORDER_FILLED = '0x9d9af8e38d66c62e2c12f0225249fd9d721c54b83f48d9352c97c6cacdcb6f31';
const ETHER = 10n ** 18n;
const order = log(MARKET, ORDER_FILLED, [VICTIM, MARKET]);
const sale = (priceWei: bigint) => ({
  from: ATTACKER,
  valueWei: priceWei,
  trace: { to: MARKET, valueWei: priceWei, calls: [{ to: VICTIM, valueWei: priceWei }] },
  logs: [nftTransferLog(TOKEN, VICTIM, ATTACKER, 7n), order],
});
const usual = (wei: bigint) => ({
  history: {
    salesOf: () =>
      [1n, 2n, 3n].map((i) => ({ at: NOW - 600, seller: address('a'), buyer: address('b'), market: address('market'), priceWei: wei + i })),
  },
});

detectorTables(
  detector,
  [
    {
      when: 'a market that is not known, where such pieces were sold before',
      tx: { from: ATTACKER, trace: { to: MARKET, calls: [] }, logs: [nftTransferLog(TOKEN, VICTIM, ATTACKER, 7n)] },
      context: usual(2n * ETHER),
      severity: 'medium',
      subject: VICTIM,
    },
    {
      when: 'a piece of two ether for a unit',
      tx: sale(1n),
      context: usual(2n * ETHER),
      severity: 'high',
      subject: VICTIM,
      evidence: { collection: TOKEN, tokenId: '7', priceWei: '1' },
    },
    { when: 'nothing at all, where no price is known', tx: sale(0n), severity: 'medium', subject: VICTIM, evidence: { usualWei: null } },
  ],
  [
    {
      when: 'a contract that moves pieces and never sold any',
      tx: { from: ATTACKER, trace: { to: address('stable'), calls: [] }, logs: [nftTransferLog(TOKEN, VICTIM, ATTACKER, 7n)] },
      context: usual(2n * ETHER),
    },
    { when: 'the usual price', tx: sale(2n * ETHER), context: usual(2n * ETHER) },
    { when: 'half of it', tx: sale(ETHER), context: usual(2n * ETHER) },
    {
      when: 'a gift without an order',
      tx: { from: VICTIM, to: TOKEN, logs: [nftTransferLog(TOKEN, VICTIM, ATTACKER, 7n)] },
      context: usual(2n * ETHER),
    },
    { when: 'a seller who sends it itself', tx: { ...sale(1n), from: VICTIM }, context: usual(2n * ETHER) },
  ],
);

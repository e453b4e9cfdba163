import detector from '../../src/detectors/wash-trading.js';
import { address, log, nftTransferLog, TOKEN } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const MARKET = address('market');
const [ONE, OTHER, PURSE] = [address('one'), address('other'), address('purse')];
const ORDER_FILLED = '0x9d9af8e38d66c62e2c12f0225249fd9d721c54b83f48d9352c97c6cacdcb6f31';
const sale = { from: OTHER, to: MARKET, logs: [nftTransferLog(TOKEN, ONE, OTHER, 7n), log(MARKET, ORDER_FILLED, [ONE, MARKET])] };
const past = (...pairs: readonly (readonly [typeof ONE, typeof ONE])[]) => ({
  salesOfPiece: () => pairs.map(([seller, buyer]) => ({ at: NOW - 600, seller, buyer, market: address('market'), priceWei: 5n })),
});
const toAndFro = past([ONE, OTHER], [OTHER, ONE], [ONE, OTHER], [OTHER, ONE]);
const onePurse = { fundingOf: () => ({ from: PURSE, by: PURSE, at: NOW - 900, amountWei: 5n, source: 'other' as const }) };

detectorTables(
  detector,
  [
    {
      when: 'the third time the same way, of one purse',
      tx: sale,
      context: { history: { ...toAndFro, ...onePurse } },
      severity: 'medium',
      subject: TOKEN,
      evidence: { sales: 5, isOnePurse: true },
    },
    { when: 'two accounts that nothing else connects', tx: sale, context: { history: toAndFro }, severity: 'low', subject: TOKEN },
  ],
  [
    { when: 'a first sale', tx: sale },
    { when: 'a piece that came back once', tx: sale, context: { history: past([ONE, OTHER], [OTHER, ONE]) } },
    {
      when: 'a piece that went through many hands',
      tx: sale,
      context: { history: past([address('a'), address('b')], [address('b'), address('c')], [address('c'), ONE]) },
    },
    { when: 'a gift', tx: { from: ONE, to: TOKEN, logs: [nftTransferLog(TOKEN, ONE, OTHER, 7n)] }, context: { history: toAndFro } },
  ],
);

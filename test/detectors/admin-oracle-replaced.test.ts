import type { Address, Hex } from '../../src/core/chain/block.js';
import detector from '../../src/detectors/admin-oracle-replaced.js';
import { address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const MARKET = address('market');
const FEED = address('feed');
const BEFORE = address('before');
const ASSET = address('asset');
const TEAM = address('team');
const NOW = 1_700_000_000;
const NOBODY: Address = `0x${'0'.repeat(40)}`;
const replaced = (before: Address = BEFORE, after: Address = FEED) => ({
  to: MARKET,
  logs: [log(MARKET, '0xd52b2b9b7e9ee655fcb95d2e5b9e0c9f69e7ef2b8e9d2d0ea78402d576d22e22', [], [before, after])],
});
const assetSource = {
  to: MARKET,
  logs: [log(MARKET, '0x22c5b7b2d8561d39f7f210b6b326a1aa69f15311163082308ac4877db6339dc1', [ASSET, FEED])],
};
const word = (value: Address) => value.slice(2).padStart(64, '0');
const input: Hex = `0x5c38eb3a${word(ASSET)}${word(FEED)}`;
const madeBy = (maker: Address, ageS: number) => ({
  timestamp: NOW,
  history: {
    createdAt: (subject: Address) => (subject === FEED ? NOW - ageS : NOW - 9_000_000),
    creatorOf: (subject: Address) => (subject === FEED ? maker : TEAM),
  },
});
const stranger = madeBy(address('stranger'), 600);

detectorTables(
  detector,
  [
    {
      when: 'a source that a stranger deployed today',
      tx: replaced(),
      context: stranger,
      severity: 'high',
      subject: MARKET,
      evidence: { source: FEED, sourceBefore: BEFORE },
    },
    { when: 'a source that is an account', tx: replaced(), context: { code: { [FEED]: 'none' } }, severity: 'high', subject: MARKET },
    { when: 'the source of one asset', tx: assetSource, context: stranger, severity: 'high', subject: MARKET, evidence: { asset: ASSET } },
    {
      when: 'the call alone, where the contract says nothing',
      tx: { trace: { to: address('owner'), calls: [{ to: MARKET, selector: input }] }, input: input },
      context: stranger,
      severity: 'high',
      subject: MARKET,
    },
    {
      when: 'a source of the contract’s own people, as a note',
      tx: replaced(),
      context: madeBy(TEAM, 600),
      severity: 'low',
      subject: MARKET,
    },
    {
      when: 'a source that was there for long, as a note',
      tx: replaced(),
      context: madeBy(TEAM, 900_000),
      severity: 'low',
      subject: MARKET,
    },
    { when: 'a source of unknown age', tx: replaced(), severity: 'medium', subject: MARKET },
  ],
  [
    { when: 'a source labelled as an oracle', tx: replaced(), context: { ...stranger, labels: { [FEED]: 'oracle' } } },
    { when: 'the first source', tx: replaced(NOBODY), context: stranger },
    { when: 'the same source again', tx: replaced(FEED), context: stranger },
    { when: 'a market that is being made', tx: { ...replaced(), to: null, creates: MARKET }, context: stranger },
    { when: 'a call that failed', tx: { trace: { to: MARKET, selector: input, failed: true }, input }, context: stranger },
  ],
);

import detector from '../../src/detectors/drainer-known-kit.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const KIT = address('kit');
const MAKER = address('kit-maker');
const SECOND = address('second');
const ETHER = 10n ** 18n;
const baited = (cut: bigint, selector: `0x${string}` = '0x5fba79f5') => ({
  from: VICTIM,
  valueWei: 10n * ETHER,
  input: selector,
  trace: {
    to: KIT,
    selector,
    valueWei: 10n * ETHER,
    calls: [
      { to: MAKER, valueWei: cut * ETHER },
      { to: ATTACKER, valueWei: (10n - cut) * ETHER },
    ],
  },
});
const split = (owner: typeof VICTIM) => [transferLog(TOKEN, owner, MAKER, 200n), transferLog(TOKEN, owner, ATTACKER, 800n)];

detectorTables(
  detector,
  [
    {
      when: 'coins by a bait name, a fifth for the maker',
      tx: baited(2n),
      severity: 'high',
      subject: VICTIM,
      evidence: { maker: MAKER, affiliate: ATTACKER, cut: 0.2 },
    },
    {
      when: 'tokens of two victims, split alike',
      tx: { from: ATTACKER, to: KIT, logs: [...split(VICTIM), ...split(SECOND)] },
      severity: 'high',
      subject: VICTIM,
      evidence: { cut: 0.2 },
    },
  ],
  [
    { when: 'halves', tx: baited(5n) },
    { when: 'another name', tx: baited(2n, '0x12345678') },
    { when: 'one seller, paid with a fee', tx: { from: ATTACKER, to: KIT, logs: split(VICTIM) } },
    {
      when: 'sellers who get something',
      tx: {
        from: ATTACKER,
        to: KIT,
        logs: [
          ...split(VICTIM),
          ...split(SECOND),
          transferLog(address('coin'), ATTACKER, VICTIM, 5n),
          transferLog(address('coin'), ATTACKER, SECOND, 5n),
        ],
      },
    },
    { when: 'a known market', tx: baited(2n), context: { labels: { [KIT]: 'defi' } } },
  ],
);

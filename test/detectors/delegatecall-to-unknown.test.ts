import detector from '../../src/detectors/delegatecall-to-unknown.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const WALLET = address('wallet');
const LIBRARY = address('library');
const AGENT = address('agent');
const OWNER = address('owner');
const NOW = 1_700_000_000;
const borrowed = { to: LIBRARY, kind: 'DELEGATECALL' as const, selector: '0x12345678' as const };
const emptied = { ...borrowed, calls: [{ ...transfer(TOKEN, ATTACKER, 5_000n), by: WALLET }] };
const strange = {
  createdAt: (one: string) => (one === LIBRARY ? NOW - 60 : null),
  creatorOf: (one: string) => (one === LIBRARY ? ATTACKER : OWNER),
};

detectorTables(
  detector,
  [
    {
      when: 'a wallet that runs a stranger’s code of a minute ago, which takes its tokens',
      tx: { from: ATTACKER, trace: { to: WALLET, calls: [emptied] } },
      context: { history: strange },
      severity: 'critical',
      subject: WALLET,
      evidence: { library: LIBRARY, movedValue: true },
    },
    {
      when: 'the same without a movement of value yet',
      tx: { from: ATTACKER, trace: { to: WALLET, calls: [borrowed] } },
      context: { history: strange },
      severity: 'high',
      subject: WALLET,
    },
    {
      when: 'code that was made for it in the same transaction',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            { to: LIBRARY, kind: 'CREATE' as const },
            { to: WALLET, calls: [borrowed] },
          ],
        },
      },
      severity: 'high',
      subject: WALLET,
    },
  ],
  [
    {
      when: 'code that stands for days',
      tx: { trace: { to: WALLET, calls: [emptied] } },
      context: { history: { ...strange, createdAt: () => NOW - 5 * 86_400 } },
    },
    {
      when: 'new code of the wallet’s own maker',
      tx: { trace: { to: WALLET, calls: [emptied] } },
      context: { history: { ...strange, creatorOf: () => OWNER } },
    },
    {
      when: 'new code that a third person deployed, in a contract of unknown origin',
      tx: { trace: { to: WALLET, calls: [borrowed] } },
      context: { history: { ...strange, creatorOf: (one: string) => (one === LIBRARY ? OWNER : null) } },
    },
    { when: 'code whose creation was not seen', tx: { trace: { to: WALLET, calls: [emptied] } } },
    {
      when: 'the sender’s own proxy and library',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            { to: LIBRARY, kind: 'CREATE' as const },
            { to: WALLET, kind: 'CREATE' as const },
            { to: WALLET, calls: [borrowed] },
          ],
        },
      },
    },
    { when: 'a plain call of new code', tx: { trace: { to: WALLET, calls: [{ to: LIBRARY }] } }, context: { history: strange } },
  ],
);

import detector from '../../src/detectors/flash-loan-from-new-contract.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { flashLoan } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const LENDER = address('lender');
const HELPER = address('helper');
const NOW = 1_700_000_000;
const loan = flashLoan(LENDER, AGENT, TOKEN, 5_000n, []);
const aged = (seconds: number) => ({ history: { createdAt: (one: string) => (one === AGENT ? NOW - seconds : null) } });

detectorTables(
  detector,
  [
    {
      when: 'a receiver that is made on the way',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            { to: HELPER, kind: 'CREATE' as const },
            { to: HELPER, calls: [flashLoan(LENDER, HELPER, TOKEN, 5_000n, [])] },
          ],
        },
      },
      severity: 'high',
      subject: LENDER,
      evidence: { receiver: HELPER, ageS: 0 },
    },
    {
      when: 'a receiver of ten minutes',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [loan] } },
      context: aged(600),
      severity: 'high',
      subject: LENDER,
      evidence: { ageS: 600 },
    },
  ],
  [
    { when: 'a receiver of yesterday', tx: { from: ATTACKER, trace: { to: AGENT, calls: [loan] } }, context: aged(86_400) },
    { when: 'a receiver whose creation was not seen', tx: { from: ATTACKER, trace: { to: AGENT, calls: [loan] } } },
    {
      when: 'a new contract without a loan',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [{ to: HELPER, kind: 'CREATE' as const }, { to: HELPER }] } },
    },
  ],
);

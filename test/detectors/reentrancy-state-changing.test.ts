import detector from '../../src/detectors/reentrancy-state-changing.js';
import { ATTACKER, address, type CallTree, TOKEN } from '../support/build-transaction.js';
import { transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const BANK = address('bank');
const CONTRACT = address('attack-contract');
const WITHDRAW = '0x2e1a7d4d';
const DEPOSIT = '0xd0e30db0';
const BALANCE_OF = '0x70a08231';

const payment: CallTree = { to: CONTRACT, valueWei: 10n };
const withdrawal = (during: readonly CallTree[]): CallTree => ({
  to: BANK,
  selector: WITHDRAW,
  calls: [{ ...payment, calls: during }],
});
const attack = (inner: CallTree) => ({ from: ATTACKER, trace: { to: CONTRACT, calls: [withdrawal([inner])] } });

detectorTables(
  detector,
  [
    {
      when: 'a withdrawal within a withdrawal',
      tx: attack(withdrawal([])),
      severity: 'critical',
      subject: BANK,
      evidence: { contract: BANK, by: CONTRACT, innerSelector: WITHDRAW },
    },
    {
      when: 'another function that moves a token',
      tx: attack({ to: BANK, selector: '0x12345678', calls: [transfer(TOKEN, CONTRACT, 5n)] }),
      severity: 'critical',
      subject: BANK,
    },
    {
      when: 'a contract that the attacker’s own contract created, as the one that is handed control',
      tx: {
        from: ATTACKER,
        trace: {
          to: CONTRACT,
          calls: [
            { to: address('helper'), kind: 'CREATE' },
            {
              to: address('helper'),
              calls: [
                {
                  to: BANK,
                  selector: WITHDRAW,
                  calls: [
                    {
                      to: address('helper'),
                      valueWei: 10n,
                      calls: [{ to: BANK, selector: WITHDRAW, calls: [{ to: address('helper'), valueWei: 10n }] }],
                    },
                  ],
                },
              ],
            },
          ],
        },
      },
      severity: 'critical',
      subject: BANK,
    },
  ],
  [
    { when: 'two withdrawals one after the other', tx: { trace: { to: CONTRACT, calls: [withdrawal([]), withdrawal([])] } } },
    {
      when: 'a deposit while being paid',
      tx: attack({ to: BANK, selector: DEPOSIT, valueWei: 5n, calls: [{ to: address('store'), valueWei: 5n }] }),
    },
    { when: 'a view while being paid', tx: attack({ to: BANK, selector: BALANCE_OF, kind: 'STATICCALL' }) },
    { when: 'an inner call that moves nothing', tx: attack({ to: BANK, selector: '0x12345678', calls: [{ to: address('log') }] }) },
    { when: 'an inner call that was undone, as by a guard', tx: attack({ ...withdrawal([]), failed: true }) },
    {
      when: 'a contract that calls itself',
      tx: {
        trace: { to: CONTRACT, calls: [{ to: BANK, selector: WITHDRAW, calls: [{ to: BANK, selector: WITHDRAW, calls: [payment] }] }] },
      },
    },
    {
      when: 'a re-entry through somebody who is not of the sender’s',
      tx: {
        trace: {
          to: address('router'),
          calls: [{ to: BANK, selector: WITHDRAW, calls: [{ to: CONTRACT, valueWei: 10n, calls: [withdrawal([])] }] }],
        },
      },
    },
    {
      when: 'a public router as the one that calls back',
      tx: attack(withdrawal([])),
      context: { labels: { [CONTRACT]: 'defi' } },
    },
    { when: 'a transaction without a trace', tx: { from: ATTACKER, to: CONTRACT } },
  ],
);

import detector from '../../src/detectors/vault-share-inflation.js';
import { ATTACKER, address, log, TOKEN, VICTIM } from '../support/build-transaction.js';
import { ask, calldata, flashLoan, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const VAULT = address('vault');
const deposit = (amount: bigint) => ({
  to: VAULT,
  selector: calldata('0x6e553f65', amount, AGENT),
  calls: [transferFrom(TOKEN, AGENT, VAULT, amount)],
});
const PRICE = '0x77c7b8fc';

const DEPOSIT = '0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7';
const deposited = (shares: bigint) => ({ to: VAULT, logs: [log(VAULT, DEPOSIT, [VICTIM, VICTIM], [900n, shares])] });

detectorTables(
  detector,
  [
    {
      when: 'a deposit for which no share is given',
      tx: deposited(0n),
      severity: 'high',
      subject: VAULT,
      evidence: { owner: VICTIM, assets: '900' },
    },
    {
      when: 'one unit deposited and a fortune given',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [deposit(1n), transfer(TOKEN, VAULT, 900_000n)] } },
      severity: 'high',
      subject: VAULT,
      evidence: { token: TOKEN, gift: '900000' },
    },
    {
      when: 'a gift of borrowed money that moves a share’s price',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            flashLoan(address('lender'), AGENT, TOKEN, 900_000n, [
              ask(VAULT, PRICE, 1_000_000n),
              transfer(TOKEN, VAULT, 500_000n),
              { to: address('market'), calls: [ask(VAULT, PRICE, 1_500_000n)] },
            ]),
          ],
        },
      },
      severity: 'high',
      subject: VAULT,
    },
  ],
  [
    { when: 'a deposit for shares', tx: deposited(880n) },
    {
      when: 'a deposit and a small gift',
      tx: { trace: { to: AGENT, calls: [deposit(900n), transfer(TOKEN, VAULT, 900n), { to: VAULT, kind: 'STATICCALL' as const }] } },
    },
    {
      when: 'a harvest that gives its yield',
      tx: {
        trace: {
          to: AGENT,
          calls: [{ to: VAULT, kind: 'STATICCALL' as const }, transfer(TOKEN, VAULT, 900_000n), { to: address('farm') }],
        },
      },
    },
    {
      when: 'a gift to a person',
      tx: { trace: { to: AGENT, calls: [deposit(1n), transfer(TOKEN, address('person'), 900_000n), { to: address('farm') }] } },
    },
    {
      when: 'a gift after a flash loan at a price that stays',
      tx: {
        trace: {
          to: AGENT,
          calls: [
            flashLoan(address('lender'), AGENT, TOKEN, 900_000n, [
              ask(VAULT, PRICE, 1_000_000n),
              transfer(TOKEN, VAULT, 5_000n),
              ask(VAULT, PRICE, 1_000_500n),
            ]),
          ],
        },
      },
    },
  ],
);

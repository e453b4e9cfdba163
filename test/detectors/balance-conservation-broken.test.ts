import { NATIVE } from '../../src/core/chain/decoded.js';
import detector from '../../src/detectors/balance-conservation-broken.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { calldata, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const VAULT = address('vault');
const AGENT = address('agent');
const USDC = 10n ** 6n;
const stable = { priceUsd: 1, decimals: 6 };
const others = ['one', 'two', 'three'].map((name) => ({ to: address(name) }));
const paidOut = (amount: bigint) => ({
  from: ATTACKER,
  trace: {
    to: AGENT,
    calls: [
      { to: VAULT, calls: [transfer(TOKEN, AGENT, amount), transfer(TOKEN, AGENT, 1_000n)] },
      ...others,
      transfer(TOKEN, ATTACKER, amount),
    ],
  },
});
const burning = { sharesOf: () => ({ matchedIn: 4, matchedOut: 3, unmatchedOut: 0 }) };
const out = transferLog(TOKEN, VAULT, ATTACKER, 40_000n * USDC);

detectorTables(
  detector,
  [
    {
      when: 'a contract that only pays, to who only gains',
      tx: paidOut(50_000n * USDC),
      context: stable,
      severity: 'high',
      subject: VAULT,
    },
    {
      when: 'a vault that burns no share for what it pays',
      tx: { from: ATTACKER, to: VAULT, logs: [out] },
      context: { ...stable, history: burning },
      severity: 'high',
      subject: VAULT,
      evidence: { usd: 40_000 },
    },
    {
      when: 'the same without a price, by the share of the holdings',
      tx: { from: ATTACKER, to: VAULT, logs: [out] },
      context: { history: { ...burning, holdingsOf: () => 50_000n * USDC } },
      severity: 'high',
      subject: VAULT,
      evidence: { share: 0.8 },
    },
  ],
  [
    { when: 'a small sum', tx: paidOut(5_000n * USDC), context: stable },
    {
      when: 'a payer that is paid',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            ...others,
            { to: VAULT, calls: [transfer(TOKEN, AGENT, 50_000n * USDC), transferFrom(address('coin'), AGENT, VAULT, 90_000n * USDC)] },
          ],
        },
      },
      context: stable,
    },
    {
      when: 'a vault that burns shares',
      tx: { from: ATTACKER, to: VAULT, logs: [out, transferLog(VAULT, ATTACKER, NATIVE, 40_000n * USDC)] },
      context: { ...stable, history: burning },
    },
    {
      when: 'a vault that paid without shares before',
      tx: { from: ATTACKER, to: VAULT, logs: [out] },
      context: { ...stable, history: { sharesOf: () => ({ matchedIn: 4, matchedOut: 3, unmatchedOut: 1 }) } },
    },
    {
      when: 'a loan',
      tx: { from: ATTACKER, to: VAULT, input: calldata('0xc5ebeaec', 5n), logs: [out] },
      context: { ...stable, history: burning },
    },
    {
      when: 'a vault that pays others than the sender',
      tx: { from: ATTACKER, to: VAULT, logs: [transferLog(TOKEN, VAULT, VICTIM, 40_000n * USDC)] },
      context: { ...stable, history: burning },
    },
  ],
);

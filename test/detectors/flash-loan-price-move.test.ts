import type { Address, Hex } from '../../src/core/chain/block.js';
import { VAULT_WITHDRAW } from '../../src/core/chain/decode-vault.js';
import detector from '../../src/detectors/flash-loan-price-move.js';
import { ATTACKER, address, flashLoanLog, log, swapV3Log, syncLog, TOKEN } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const LENDER = address('lender');
const POOL = address('pool');
const OTHER_POOL = address('other-pool');
const BORROWER = address('borrower');
const loan = flashLoanLog(LENDER, BORROWER, TOKEN, 1_000n);
/** The pool stood at one to one before. */
const evenBefore = { history: { reservesOf: (pool: Address) => (pool === POOL ? { reserve0: 1_000n, reserve1: 1_000n } : null) } };
const sqrtPrice = (price: number) => BigInt(Math.round(Math.sqrt(price) * 2 ** 48)) << 48n;
const VAULT = address('vault');
const V2_CALLBACK: Hex = '0x10d1e85c';

detectorTables(
  detector,
  [
    {
      when: 'a price that is moved and brought back within the loan',
      tx: { from: ATTACKER, logs: [loan, syncLog(POOL, 500n, 2_000n), syncLog(POOL, 1_000n, 1_003n)] },
      context: evenBefore,
      severity: 'critical',
      subject: POOL,
      evidence: { priceRatio: 4, lender: LENDER, receiver: BORROWER, poolsMoved: 1 },
    },
    {
      when: 'a price that stays where it was moved to',
      tx: { from: ATTACKER, logs: [loan, syncLog(POOL, 500n, 2_000n)] },
      context: evenBefore,
      severity: 'high',
      subject: POOL,
      evidence: { priceRatio: 4, isForMoment: false },
    },
    {
      when: 'two changes of a pool whose price before is unknown',
      tx: { from: ATTACKER, logs: [loan, syncLog(OTHER_POOL, 100n, 100n), syncLog(OTHER_POOL, 50n, 200n)] },
      severity: 'high',
      subject: OTHER_POOL,
    },
    {
      when: 'a V3 pool, by its price after each swap',
      tx: { from: ATTACKER, logs: [loan, swapV3Log(POOL, sqrtPrice(1)), swapV3Log(POOL, sqrtPrice(9)), swapV3Log(POOL, sqrtPrice(1))] },
      severity: 'critical',
      subject: POOL,
    },
    {
      when: 'a V3 pool with one swap, by its price before',
      tx: { from: ATTACKER, logs: [loan, swapV3Log(POOL, sqrtPrice(9))] },
      context: { history: { priceOf: () => 1 } },
      severity: 'high',
      subject: POOL,
    },
    {
      when: 'a vault’s share that grows by half',
      tx: { from: ATTACKER, logs: [loan, log(VAULT, VAULT_WITHDRAW, [ATTACKER, ATTACKER, ATTACKER], [1_500n, 1_000n])] },
      context: { history: { shareValueOf: () => 1 } },
      severity: 'high',
      subject: VAULT,
      evidence: { priceRatio: 1.5 },
    },
    {
      when: 'a flash swap that only the trace shows',
      tx: {
        from: ATTACKER,
        trace: { to: BORROWER, calls: [{ to: LENDER, calls: [{ to: BORROWER, selector: V2_CALLBACK }] }] },
        logs: [syncLog(POOL, 500n, 2_000n)],
      },
      context: evenBefore,
      severity: 'high',
      subject: POOL,
      evidence: { protocol: 'callback', lender: LENDER },
    },
    {
      when: 'several pools, naming the one that moved most',
      tx: { from: ATTACKER, logs: [loan, syncLog(OTHER_POOL, 10n, 10n), syncLog(OTHER_POOL, 10n, 30n), syncLog(POOL, 500n, 2_000n)] },
      context: evenBefore,
      severity: 'high',
      subject: POOL,
      evidence: { poolsMoved: 2 },
    },
  ],
  [
    { when: 'a flash loan and a price that moves by half', tx: { logs: [loan, syncLog(POOL, 1_000n, 1_500n)] }, context: evenBefore },
    { when: 'the same move without a loan', tx: { logs: [syncLog(POOL, 500n, 2_000n)] }, context: evenBefore },
    { when: 'one change of a pool whose price before is unknown', tx: { logs: [loan, syncLog(OTHER_POOL, 500n, 2_000n)] } },
    { when: 'liquidity that comes in at the old price', tx: { logs: [loan, syncLog(POOL, 9_000n, 9_000n)] }, context: evenBefore },
    { when: 'a pool that is emptied: no price is left', tx: { logs: [loan, syncLog(POOL, 0n, 0n)] }, context: evenBefore },
    {
      when: 'a call-back that was undone',
      tx: {
        trace: { to: BORROWER, calls: [{ to: LENDER, failed: true, calls: [{ to: BORROWER, selector: V2_CALLBACK }] }] },
        logs: [syncLog(POOL, 500n, 2_000n)],
      },
      context: evenBefore,
    },
  ],
);

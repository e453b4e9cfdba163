import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { priceOfSqrt } from '../core/detect/prices.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** Highest over lowest price of a pool within the transaction. */
  readonly minRatio: number;
  /** Of a question for a price, asked twice: of any question with one number for an answer, and of a vault's share; of a supply. */
  readonly minViewRatio: number;
  readonly minAnyViewRatio: number;
  readonly minSupplyRatio: number;
  /** Of a pool that was traded both ways or read in between, where it is known how far its price moved. */
  readonly minRatioForMoment: number;
}

interface PriceMove {
  /** The pool, or the contract that was asked. */
  readonly pool: Address;
  /** Highest over lowest price seen. */
  readonly ratio: number;
  /** The price was moved for a moment: it came back, or was relied on in between. */
  readonly isForMoment: boolean;
  readonly how: string;
}

interface FlashLoanTaken {
  readonly lender: Address;
  readonly receiver: Address;
  readonly protocol: string;
}

function priceOfReserves(reserve0: bigint, reserve1: bigint): number | null {
  const price = Number(reserve1) / Number(reserve0);
  return Number.isFinite(price) && price > 0 ? price : null;
}

/** Prices of each pool in order: before the transaction where known, then after each change. */
function movesInLogs(tx: InspectedTransaction, ctx: DetectContext): readonly PriceMove[] {
  const prices = new Map<Address, number[]>();
  const note = (pool: Address, price: number | null) => {
    if (price === null) return;
    const seen = prices.get(pool);
    if (seen === undefined) prices.set(pool, [price]);
    else seen.push(price);
  };
  for (const sync of tx.decoded.syncs) {
    if (!prices.has(sync.pool)) {
      const before = ctx.history.reservesOf(sync.pool);
      if (before !== null) note(sync.pool, priceOfReserves(before.reserve0, before.reserve1));
    }
    note(sync.pool, priceOfReserves(sync.reserve0, sync.reserve1));
  }
  for (const { pool, sqrtPriceX96 } of tx.decoded.swaps) {
    if (sqrtPriceX96 === null) continue;
    if (!prices.has(pool)) note(pool, ctx.history.priceOf(pool));
    note(pool, priceOfSqrt(sqrtPriceX96));
  }
  for (const { vault, assets, shares } of tx.decoded.vaults) {
    if (shares === 0n) continue;
    if (!prices.has(vault)) note(vault, ctx.history.shareValueOf(vault));
    note(vault, Number(assets) / Number(shares));
  }
  return [...prices].map(([pool, seen]) => {
    const ratio = Math.max(...seen) / Math.min(...seen);
    const net = (seen.at(-1) ?? 1) / (seen[0] ?? 1);
    return { pool, ratio, isForMoment: Math.abs(Math.log(net)) < Math.log(ratio) / 2, how: 'the price by its events' };
  });
}

/** By what contracts answered within the transaction. */
function movesInTrace(tx: InspectedTransaction, params: Params): readonly PriceMove[] {
  const trace = traceOf(tx);
  if (trace === null || trace.flashLoans.length === 0) return [];
  const { pool, poolMoved, pools, view, anyView, supply } = trace.prices;
  const hasMoved = (one: Address) => (pools.get(one) ?? Number.POSITIVE_INFINITY) >= Math.log(params.minRatioForMoment);
  const read = trace.oracleReads.find((one) => hasMoved(one.pool));
  const bothWays = trace.bothWays !== null && hasMoved(trace.bothWays) ? trace.bothWays : null;
  const isForMoment = bothWays !== null || read !== undefined;
  const subject = read?.pool ?? bothWays ?? poolMoved ?? trace.flashLoans[0]?.lender ?? tx.from;
  const all: readonly [moved: number, least: number, how: string][] = [
    [Math.exp(pool), params.minRatio, 'the price by its reserves'],
    [Math.exp(view), params.minViewRatio, 'the answer to a question for a price'],
    [Math.exp(anyView), params.minAnyViewRatio, 'the answer to a question'],
    [Math.exp(supply), params.minSupplyRatio, 'a supply'],
  ];
  const moved = all.filter(([ratio, least]) => ratio >= least).sort(([one], [other]) => other - one)[0];
  if (moved !== undefined) return [{ pool: subject, ratio: moved[0], isForMoment, how: moved[2] }];
  return isForMoment
    ? [{ pool: subject, ratio: Math.exp(pool), isForMoment, how: 'trades in both directions or a price that was read' }]
    : [];
}

function loanOf(tx: InspectedTransaction): FlashLoanTaken | null {
  const [told] = tx.decoded.flashLoans;
  if (told !== undefined) return told;
  const [seen] = traceOf(tx)?.flashLoans ?? [];
  return seen === undefined ? null : { lender: seen.lender, receiver: seen.receiver, protocol: seen.by };
}

/** A flash loan, and a price that moves far within the same transaction. See flash-loan-price-move.md. */
export default defineDetector<Params>({
  id: 'flash-loan-price-move',
  version: 2,
  title: 'Flash loan with a large price move',
  maturity: 'stable',
  attack: 'flash-loan',
  stage: 'exploit',
  needs: [],
  on: ['flash-loan', 'calls'],
  params: { minRatio: 2, minViewRatio: 1.02, minAnyViewRatio: 1.2, minSupplyRatio: 1.5, minRatioForMoment: 1.05 },

  inspect(tx, ctx, params) {
    const loan = loanOf(tx);
    if (loan === null) return [];
    const vaults = new Set(tx.decoded.vaults.map(({ vault }) => vault));
    const inLogs = movesInLogs(tx, ctx).filter(({ pool, ratio }) => ratio >= (vaults.has(pool) ? params.minAnyViewRatio : params.minRatio));
    const moved = inLogs.length > 0 ? inLogs : movesInTrace(tx, params);
    const worst = [...moved].sort((a, b) => b.ratio - a.ratio)[0];
    if (worst === undefined) return [];
    const { pool, ratio, isForMoment, how } = worst;
    const inWords = `${ratio.toFixed(2)}-fold${isForMoment ? ', for a moment only' : ''}`;
    return [
      {
        severity: isForMoment ? 'critical' : 'high',
        subject: { address: pool, role: 'pool' },
        parties: [
          { address: tx.from, role: 'attacker' },
          { address: loan.lender, role: 'lender' },
          { address: loan.receiver, role: 'receiver' },
        ],
        summary: `With a flash loan from ${shortAddress(loan.lender)}, ${shortAddress(tx.from)} moved the price at ${shortAddress(pool)} ${inWords}.`,
        reasons: [
          { id: 'flash-loan', text: `A flash loan (${loan.protocol}) was taken and repaid in this transaction.` },
          { id: 'price-move', text: `It moved ${inWords}: ${how}.`, value: ratio, usual: 'below 1.02 in one transaction' },
        ],
        evidence: {
          pool,
          priceRatio: ratio,
          isForMoment,
          lender: loan.lender,
          receiver: loan.receiver,
          protocol: loan.protocol,
          poolsMoved: moved.length,
        },
      },
    ];
  },
});

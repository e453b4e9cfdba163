import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { celEnvironment } from '../../../src/adapters/rules/cel-environment.js';
import { costBoundOf } from '../../../src/adapters/rules/cost.js';
import { worstCost } from '../../../src/core/monitor/compiled-monitor.js';
import type { ItemDecoder } from '../../../src/core/monitor/decoded-item.js';
import { TransactionView } from '../../../src/core/monitor/views/transaction-view.js';
import { buildContext, buildTransaction, TOKEN } from '../../support/build-transaction.js';
import { holds } from '../../support/property.js';
import { conditions, type World, worlds } from './random-expression.js';

/** `npm run fuzz:rules` tries a hundred thousand. */
const RUNS = Number(process.env['TOCSIN_FUZZ_RUNS'] ?? 2_000);
const NO_ITEMS: ItemDecoder = { event: () => null, call: () => null };
const environment = celEnvironment({ subject: 'transaction', eventArguments: {}, callArguments: {}, reads: {} });

function viewOf(world: World): TransactionView {
  const tx = buildTransaction({
    from: world.from as `0x${string}`,
    to: world.creates ? null : (world.to as `0x${string}`),
    creates: world.to as `0x${string}`,
    valueWei: world.value,
    nonce: Number(world.nonce),
  });
  const transfers = world.transfers.map(({ amount, from, standard }) => ({
    standard: standard as 'native',
    token: TOKEN,
    from: from as `0x${string}`,
    to: TOKEN,
    amount,
    tokenId: null,
    operator: null,
    logIndex: null,
    frameIndex: null,
  }));
  return new TransactionView({ ...tx, decoded: { ...tx.decoded, transfers } }, NO_ITEMS, buildContext());
}

describe('random expressions', () => {
  it('come to what the reference interpreter says, within their bound, and never crash', () => {
    let faults = 0;
    let matches = 0;
    holds(
      'random expressions',
      fc.property(conditions, worlds, (expression, world) => {
        fc.pre(expression.nodes < 150);
        const { valid, type, error } = environment.check(expression.text);
        expect([valid, type, error?.message]).toEqual([true, 'bool', undefined]);
        const evaluate = environment.parse(expression.text);
        let steps = 0;
        let meant: unknown;
        try {
          meant = expression.mean(world, null, () => {
            steps += 1;
          });
        } catch {
          meant = 'fault';
        }
        let came: unknown;
        try {
          came = evaluate({ tx: viewOf(world) });
        } catch {
          came = 'fault';
        }
        if (meant === 'fault') faults += 1;
        if (meant === true) matches += 1;
        expect([expression.text, came]).toEqual([expression.text, meant]);
        expect(steps).toBeLessThanOrEqual(worstCost(costBoundOf(evaluate.ast), world.transfers.length, 10));
      }),
      RUNS,
    );
    // It was no empty exercise: each of the three outcomes came up.
    expect(faults).toBeGreaterThan(RUNS / 200);
    expect(matches).toBeGreaterThan(RUNS / 20);
  }, 600_000);
});

import { describe, expect, it } from '@jest/globals';
import { TransactionOrder, WHOLE } from '../../../src/core/monitor/order-in-transaction.js';
import { address, approvalLog, buildTransaction, TOKEN, transferLog, VICTIM } from '../../support/build-transaction.js';

const ROUTER = address('router');
const POOL = address('pool');
const moves = (token = TOKEN) => transferLog(token, VICTIM, ROUTER, 1n);

/** Between which frames each log lies: 2 for after frame 2 and before frame 3. */
function framesBefore(tx: ReturnType<typeof buildTransaction>): readonly number[] {
  const order = new TransactionOrder(tx);
  return (tx.receipt?.logs ?? []).map(({ logIndex }) => Math.floor(order.of({ log: logIndex })));
}

describe('what came first in a transaction', () => {
  it('is known of calls by their frames, and of the whole by nothing that is in it', () => {
    const order = new TransactionOrder(buildTransaction({ trace: { to: ROUTER, calls: [{ to: TOKEN }] } }));
    expect([order.of({ frame: 0 }), order.of({ frame: 1 }), order.of(null)]).toEqual([0, 1, WHOLE]);
  });

  it('is known of logs among each other, also where there is no trace', () => {
    const order = new TransactionOrder(buildTransaction({ logs: [moves(), moves(POOL)] }));
    const [own, first, second] = [order.of({ frame: 0 }), order.of({ log: 0 }), order.of({ log: 1 })];
    expect(own < first && first < second).toBe(true);
  });

  it('is told of logs by the calls to who wrote them, one each', () => {
    const calls = [{ to: TOKEN }, { to: POOL, calls: [{ to: VICTIM }] }, { to: TOKEN }];
    const logs = [moves(), moves(POOL), moves(), moves(ROUTER)];
    // Router 0, token 1, pool 2, victim 3, token 4.
    expect(framesBefore(buildTransaction({ trace: { to: ROUTER, calls }, logs }))).toEqual([1, 3, 4, 4]);
  });

  it('takes a call that cannot write for none', () => {
    const calls = [
      { to: TOKEN, calls: [{ to: VICTIM, kind: 'DELEGATECALL' as const }] },
      { to: POOL },
      { to: TOKEN, kind: 'STATICCALL' as const, calls: [{ to: TOKEN }] },
      { to: TOKEN, failed: true },
    ];
    expect(framesBefore(buildTransaction({ trace: { to: ROUTER, calls }, logs: [moves()] }))).toEqual([2]);
  });

  it('keeps several logs of one call, and those whose writer is not in the trace, in order', () => {
    const calls = [{ to: TOKEN }, { to: POOL }];
    const logs = [moves(), approvalLog(TOKEN, VICTIM, ROUTER, 1n), moves(address('elsewhere')), moves(POOL)];
    const tx = buildTransaction({ trace: { to: ROUTER, calls }, logs });
    expect(framesBefore(tx)).toEqual([1, 1, 2, 2]);
    const order = new TransactionOrder(tx);
    const all = logs.map((_, log) => order.of({ log }));
    expect([...all].sort((a, b) => a - b)).toEqual(all);
  });
});

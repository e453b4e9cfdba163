import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceChanges, changesByParty } from '../../../src/dashboard/transaction/balance-changes.js';
import { flowGraph } from '../../../src/dashboard/transaction/flow-graph.js';
import { addressOf } from '../support/story.js';
import { transfer } from '../support/values.js';

const movements = fc.array(
  fc.record({
    from: fc.constantFrom('a', 'b', 'c', 'd'),
    to: fc.constantFrom('a', 'b', 'c', 'd'),
    amount: fc.bigInt({ min: 1n, max: 2n ** 100n }),
  }),
  { maxLength: 30 },
);

describe('who gained and lost', () => {
  it('adds up to nothing: what one lost, others gained', () => {
    fc.assert(
      fc.property(movements, (list) => {
        const changes = balanceChanges(list.map(({ from, to, amount }) => transfer(from, to, amount)));
        return changes.reduce((sum, { amount }) => sum + amount, 0n) === 0n && changes.every(({ amount }) => amount !== 0n);
      }),
    );
  });

  it('keeps tokens and the native coin apart', () => {
    const changes = changesByParty([transfer('a', 'b', 5n), transfer('b', 'a', 5n, null)]);
    expect(changes.get(addressOf('a'))?.map(({ token, amount }) => [token, amount])).toEqual([
      [addressOf('token'), -5n],
      [null, 5n],
    ]);
  });

  it('leaves out who only passed money on', () => {
    const changes = changesByParty([transfer('victim', 'middle', 9n), transfer('middle', 'thief', 9n)]);
    expect([...changes.keys()]).toEqual([addressOf('victim'), addressOf('thief')]);
  });
});

describe('the money-flow graph', () => {
  it('reads from left to right, and knows what comes back', () => {
    const { nodes, edges } = flowGraph([transfer('a', 'b', 1n), transfer('b', 'c', 1n), transfer('c', 'a', 1n)]);
    expect(nodes.map(({ column }) => column)).toEqual([0, 1, 2]);
    expect(edges.map(({ isBack }) => isBack)).toEqual([false, false, true]);
  });

  it('puts who pays later left of whom it pays', () => {
    const { nodes } = flowGraph([transfer('lender', 'middle', 1n), transfer('victim', 'middle', 1n)]);
    expect(nodes.find(({ address }) => address === addressOf('victim'))?.column).toBe(0);
  });

  it('gathers what went one way into one arrow, by token, with its place', () => {
    const { edges } = flowGraph([transfer('a', 'b', 1n), transfer('a', 'b', 2n, 'other'), transfer('a', 'b', 3n)]);
    expect(edges).toHaveLength(1);
    expect(edges[0]?.flows.map(({ amount, movements: times, order }) => [amount, times, order])).toEqual([
      [4n, 2, 1],
      [2n, 1, 2],
    ]);
  });

  it('says how much it leaves out', () => {
    const many = Array.from({ length: 40 }, (_, at) => transfer('a', `party ${at}`, 1n));
    expect(flowGraph(many, 10)).toMatchObject({ omitted: 30 });
  });
});

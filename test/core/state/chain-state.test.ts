import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecord, encodeRecord } from '../../../src/adapters/codec/record-codec.js';
import type { Address } from '../../../src/core/chain/block.js';
import type { BlockRef } from '../../../src/core/chain/chain-event.js';
import { SWAP_V2, SWAP_V3 } from '../../../src/core/chain/decode-swap.js';
import { VAULT_DEPOSIT } from '../../../src/core/chain/decode-vault.js';
import type { InspectedTransaction, Label, LabelCategory } from '../../../src/core/detect/detector.js';
import { MIXER_DEPOSIT } from '../../../src/core/detect/sources.js';
import { ChainState, UNDO_BLOCKS } from '../../../src/core/state/chain-state.js';
import { JournaledMap } from '../../../src/core/state/journaled-map.js';
import type { StateSnapshot } from '../../../src/core/state/state-snapshot.js';
import type { FindingNote } from '../../../src/core/state/state-table.js';
import { hashAt } from '../../support/analysed-block.js';
import {
  address,
  approvalLog,
  buildTransaction,
  log,
  nftTransferLog,
  syncLog,
  transferLog,
  upgradedLog,
} from '../../support/build-transaction.js';
import { momentOf } from '../../support/moment.js';
import { holds } from '../../support/property.js';

type BuiltBlock = readonly InspectedTransaction[];

const NOBODY = address('');
const NUMBER = 0x9cn << 240n;
/** A filled order, swaps of V2 and V3, a vault's deposit, a liquidation, liquidity of a V3 pool that comes and goes, a deposit into a mixer, and something unknown. */
const EVENTS = [
  '0x9d9af8e38d66c62e2c12f0225249fd9d721c54b83f48d9352c97c6cacdcb6f31',
  SWAP_V2,
  SWAP_V3,
  VAULT_DEPOSIT,
  '0xe413a321e8681d831f4dbccbca790d2952b56f977908e45be37335533e005286',
  '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde',
  '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c',
  MIXER_DEPOSIT,
  `0x${'77'.repeat(32)}`,
] as const;
/** Some of them are known for what they are. */
const LABELS: Readonly<Record<string, LabelCategory>> = {
  [address('a0')]: 'exploiter',
  [address('a1')]: 'bridge',
  [address('a2')]: 'mixer',
  [address('a3')]: 'exchange',
};
const attackBy = (attacker: Address): FindingNote => ({
  detectorId: 'test',
  stage: 'exploit',
  severity: 'high',
  subject: { address: address('a6'), role: 'victim' },
  parties: [{ address: attacker, role: 'attacker' }],
});

/** They need code, permits, signatures or settings; the lab's stories fill them. */
const UNTOUCHED: readonly string[] = [
  'bridgeActing',
  'salesOfCollections',
  'salesOfPieces',
  'steadyPools',
  'permitsHandedIn',
  'destroyed',
  'settings',
  'tokenTraders',
  'tokenNames',
  'signatures',
  'recentContracts',
  'attackCode',
];

const somebody = fc.nat(6).map((n) => address(`a${n}`));
const transaction = fc
  .record({
    from: somebody,
    to: somebody,
    status: fc.constantFrom<0 | 1>(0, 1),
    valueWei: fc.bigInt({ min: 0n, max: 10n ** 20n }),
    selector: fc.nat(3),
    creates: fc.option(somebody, { freq: 5 }),
    logs: fc.array(
      fc.oneof(
        fc
          .tuple(somebody, somebody, somebody, fc.bigInt({ min: 0n, max: 1_000n }))
          .map(([token, from, to, amount]) => transferLog(token, from, to, amount)),
        fc.tuple(somebody, fc.bigInt({ min: 1n, max: 9n })).map(([pool, reserve]) => syncLog(pool, reserve, 5n)),
        fc.tuple(somebody, somebody, somebody).map(([token, owner, spender]) => approvalLog(token, owner, spender, 5n)),
        fc
          .tuple(somebody, somebody, somebody, fc.bigInt({ min: 0n, max: 3n }))
          .map(([token, from, to, id]) => nftTransferLog(token, from, to, id)),
        fc.tuple(somebody, somebody).map(([proxy, implementation]) => upgradedLog(proxy, implementation)),
        fc
          .tuple(somebody, fc.constantFrom(...EVENTS), somebody)
          .map(([emitter, event, other]) => log(emitter, event, [other, NUMBER, 7n], [5n, 1n, 3n, 5n, 1n])),
        fc
          .tuple(somebody, somebody, fc.boolean())
          .map(([token, who, isMint]) => transferLog(token, isMint ? NOBODY : who, isMint ? who : NOBODY, 40n)),
      ),
      { maxLength: 6 },
    ),
    called: fc.option(somebody),
    authorizations: fc.array(fc.record({ delegate: somebody, authority: fc.option(somebody) }), { maxLength: 1 }),
  })
  .map(({ creates, selector, to, called, ...rest }) =>
    buildTransaction({
      ...rest,
      input: `0x0000000${selector}`,
      ...(creates === null ? { to } : { to: null, creates }),
      ...(called === null || creates !== null ? {} : { trace: { to, calls: [{ to: called, selector: '0x12345678' }] } }),
    }),
  );
const blocks = fc.array(fc.array(transaction, { maxLength: 5 }), { minLength: 1, maxLength: 12 });

const refOf = (number: number, branch = 0): BlockRef => ({
  chainId: 1,
  number,
  hash: hashAt(branch, number),
  parentHash: hashAt(branch, number - 1),
  timestamp: 1_000 + number * 400,
});

function labelsOf(subject: Address): readonly Label[] {
  const category = LABELS[subject];
  return category === undefined ? [] : [{ address: subject, category, source: 'test', confidence: 1, name: null, chainId: null }];
}

function take(state: ChainState, block: BuiltBlock, ref: BlockRef): void {
  state.begin();
  for (const tx of block) {
    // Every third transaction by its value is an attack, so that tables that remember findings have something to.
    const findings = tx.valueWei % 3n === 0n ? [attackBy(tx.from)] : [];
    state.apply(tx, { ...momentOf(ref.number, ref.timestamp), findings, labelsOf });
  }
  state.commit(ref);
}

function takeAll(state: ChainState, all: readonly BuiltBlock[], from = 1, branch = 0): void {
  for (const [i, block] of all.entries()) take(state, block, refOf(from + i, branch));
}

const bytesOf = (state: ChainState) => encodeRecord(state.toSnapshot()).toString('base64');
const restored = (state: ChainState) => ChainState.fromSnapshot(decodeRecord(encodeRecord(state.toSnapshot())) as StateSnapshot);

describe('the rolling state', () => {
  it('is filled in each of its tables by what these properties make up', () => {
    const filled = new Set<string>();
    for (const all of fc.sample(blocks, { numRuns: 60, seed: 7 })) {
      const state = new ChainState();
      takeAll(state, all);
      for (const [name, entries] of state.toSnapshot().maps) if (entries.length > 0) filled.add(name);
    }
    const names = new ChainState().toSnapshot().maps.map(([name]) => name);
    expect(names.filter((name) => !filled.has(name) && !UNTOUCHED.includes(name))).toEqual([]);
  });

  it('undoes any number of blocks to the same bytes, and takes them in again to the same bytes', () => {
    holds(
      'undo',
      fc.property(blocks, fc.nat(11), (all, k) => {
        const undone = Math.min(k, all.length);
        const kept = all.length - undone;
        const state = new ChainState();
        takeAll(state, all.slice(0, kept));
        const before = bytesOf(state);
        takeAll(state, all.slice(kept), kept + 1);
        const after = bytesOf(state);
        for (let number = all.length; number > kept; number -= 1) expect(state.undo(refOf(number).hash)).toBe(true);
        expect(bytesOf(state)).toBe(before);
        takeAll(state, all.slice(kept), kept + 1);
        expect(bytesOf(state)).toBe(after);
      }),
    );
  });

  it('is after a reorganisation what it would be had the other branch never been', () => {
    holds(
      'reorganisation',
      fc.property(blocks, blocks, blocks, (common, left, right) => {
        const [moved, straight] = [new ChainState(), new ChainState()];
        takeAll(moved, common);
        takeAll(moved, left, common.length + 1, 1);
        for (let number = common.length + left.length; number > common.length; number -= 1) moved.undo(refOf(number, 1).hash);
        for (const state of [moved, straight]) {
          if (state === straight) takeAll(state, common);
          takeAll(state, right, common.length + 1, 2);
        }
        expect(bytesOf(moved)).toBe(bytesOf(straight));
      }),
    );
  });

  it('comes back whole from its snapshot: the same bytes, the same answers, the same undoing', () => {
    holds(
      'snapshot',
      fc.property(blocks, blocks, (first, second) => {
        const state = new ChainState();
        takeAll(state, first);
        const copy = restored(state);
        expect(bytesOf(copy)).toBe(bytesOf(state));
        for (const each of [state, copy]) takeAll(each, second, first.length + 1);
        expect(bytesOf(copy)).toBe(bytesOf(state));
        for (let number = first.length + second.length; number > 0; number -= 1)
          for (const each of [state, copy]) each.undo(refOf(number).hash);
        expect(bytesOf(copy)).toBe(bytesOf(new ChainState()));
        expect(bytesOf(state)).toBe(bytesOf(new ChainState()));
      }),
      150,
    );
  });

  it('learns no habit from an attack, but sees that it happened', () => {
    const [robber, bank, token] = [address('robber'), address('bank'), address('token')];
    const heist = buildTransaction({ from: robber, to: bank, input: '0x11111111', logs: [transferLog(token, bank, robber, 900n)] });
    const taken = (findings: readonly FindingNote[]) => {
      const state = new ChainState();
      state.begin();
      state.apply(heist, { ...momentOf(1, 1_000), findings });
      state.commit(refOf(1));
      return state;
    };
    const [usual, attack] = [taken([]), taken([attackBy(robber)])];
    expect(usual.functionOf(bank, '0x11111111')?.calls).toBe(1);
    expect(usual.history.outflowOf(bank, token)?.max).toBe(900n);
    expect(attack.functionOf(bank, '0x11111111')).toBeUndefined();
    expect(attack.history.outflowOf(bank, token)).toBeNull();
    expect(attack.selectorCount('0x11111111')).toBe(0);
    expect(attack.history.holdingsOf(robber, token)).toBe(900n);
    expect(attack.history.sentCount(robber)).toBe(1);
    expect(attack.history.taintOf(robber)?.hops).toBe(0);
  });

  it('undoes only its newest block, and remembers no more than its bound', () => {
    const state = new ChainState();
    const block = [buildTransaction()];
    for (let number = 1; number <= UNDO_BLOCKS + 5; number += 1) take(state, block, refOf(number));
    const before = bytesOf(state);
    expect(state.undo(refOf(UNDO_BLOCKS + 4).hash)).toBe(false);
    expect(bytesOf(state)).toBe(before);
    let undone = 0;
    for (let number = UNDO_BLOCKS + 5; state.undo(refOf(number).hash); number -= 1) undone += 1;
    expect(undone).toBe(UNDO_BLOCKS);
  });
});

describe('a journaled map at its bound', () => {
  it('evicts what came first, and undoes that in its old order', () => {
    const key = fc.nat(20).map(String);
    const writes = fc.array(fc.array(fc.tuple(key, fc.nat(9)), { maxLength: 10 }), { minLength: 1, maxLength: 8 });
    holds(
      'journaled map',
      fc.property(writes, fc.integer({ min: 1, max: 8 }), (rounds, bound) => {
        const map = new JournaledMap<number>(bound);
        const states = [map.toEntries()];
        const undos = rounds.map((round) => {
          map.begin();
          for (const [each, value] of round) map.set(each, value);
          const undo = map.commit();
          expect(map.size).toBeLessThanOrEqual(bound);
          states.push(map.toEntries());
          return undo;
        });
        for (const undo of undos.reverse()) {
          states.pop();
          map.undo(undo);
          expect(map.toEntries()).toEqual(states.at(-1));
        }
      }),
      1_000,
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CALL_SHAPES,
  callSequence,
  FUNCTION_TOKENS,
  OWN_FUNCTIONS,
  SEQUENCE_LENGTH,
  tokensOf,
} from '../../../src/core/score/call-sequence.js';
import { address, type CallTree, framesOf } from '../../support/build-transaction.js';

const SENDER = address('sender');
const [TARGET, POOL, TOKEN] = [address('target'), address('pool'), address('token')];
const sequenceOf = (calls: readonly CallTree[]) => callSequence(framesOf(SENDER, { to: TARGET, selector: '0x12345678', calls }));

describe('a call sequence', () => {
  it('says of each call its kind, whom it reaches by what that one was before, where it goes, and the function', () => {
    const sequence = sequenceOf([
      { to: POOL, kind: 'STATICCALL', selector: '0x0902f1ac' },
      {
        to: POOL,
        selector: '0x022c0d9f',
        calls: [{ to: TOKEN, selector: '0xa9059cbb' }, { to: TARGET, selector: '0x10d1e85c' }, { to: POOL }],
      },
      { to: SENDER, valueWei: 1n },
      { to: TARGET, kind: 'DELEGATECALL', selector: '0x11111111' },
      { to: address('made'), kind: 'CREATE', selector: '0x6080604052' },
    ]);
    expect(sequence?.split(' ')).toEqual([
      'call.new.in.0x12345678',
      'static.new.in.0x0902f1ac',
      'call.known.on.0x022c0d9f',
      'call.new.in.0xa9059cbb',
      'call.target.on.0x10d1e85c',
      'call.itself.on',
      'call.sender.up',
      'delegate.target.on.0x11111111',
      'create.new.on',
    ]);
  });

  it('is the same of traces that leave out precompiles and self-destructs', () => {
    const plain = Array.from({ length: 5 }, (): CallTree => ({ to: POOL, selector: '0x022c0d9f' }));
    const told: CallTree[] = [
      ...plain,
      { to: '0x0000000000000000000000000000000000000001', kind: 'STATICCALL' },
      { to: TARGET, by: POOL, kind: 'SELFDESTRUCT' },
    ];
    expect(sequenceOf(told)).toBe(sequenceOf(plain));
  });

  it('is nothing of few calls or of none, and ends at its bound', () => {
    expect(callSequence(null)).toBeNull();
    expect(sequenceOf([{ to: POOL }])).toBeNull();
    expect(sequenceOf(Array.from({ length: 200 }, () => ({ to: POOL })))?.split(' ')).toHaveLength(SEQUENCE_LENGTH);
  });

  it('becomes tokens within their bounds, own ones for functions of the vocabulary', () => {
    const vocabulary = new Map([['0xa9059cbb', 0]]);
    const { functions } = tokensOf('call.new.in.0xa9059cbb call.new.in call.new.in.0x12345678', vocabulary);
    expect([...functions.subarray(0, 2)]).toEqual([1, 0]);
    expect(functions[2]).toBeGreaterThan(OWN_FUNCTIONS);
    const word = fc
      .tuple(fc.constantFrom(...CALL_SHAPES), fc.nat(0xffffffff))
      .map(([shape, n]) => `${shape}.0x${n.toString(16).padStart(8, '0')}`);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const tokens = tokensOf(words.join(' '), vocabulary);
        return (
          tokens.functions.every((token) => token > 0 && token < FUNCTION_TOKENS) &&
          tokens.shapes.every((token, i) => words[i]?.startsWith(`${CALL_SHAPES[token]}.`) === true)
        );
      }),
    );
  });
});

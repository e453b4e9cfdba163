import { describe, expect, it } from '@jest/globals';
import { checkRequestSchema } from '../../../src/contracts/check.js';
import { type Understood, understand } from '../../../src/dashboard/check/check-input.js';

const ACCOUNT = `0x${'11'.repeat(20)}`;
const OTHER = `0x${'22'.repeat(20)}`;
const AROUND = { chainId: 1, from: ACCOUNT };

/** What is understood is always a request that the service takes. */
function subjectOf(understood: Understood) {
  if (understood.kind !== 'request') throw new Error(`${understood.kind}: ${'why' in understood ? understood.why : ''}`);
  return checkRequestSchema.parse(understood.request);
}

describe('what is pasted into the check', () => {
  it('is a transaction, with the account and chain that it names, else those beside it', () => {
    expect(subjectOf(understand(JSON.stringify({ to: OTHER, value: '0x10', data: '0x' }), AROUND))).toMatchObject({
      chainId: 1,
      subject: { kind: 'transaction', from: ACCOUNT, to: OTHER, value: '0x10' },
    });
    const own = subjectOf(
      understand(JSON.stringify({ from: OTHER, to: ACCOUNT, input: '0x1234', chainId: '0xa', gasLimit: 21_000 }), AROUND),
    );
    expect(own).toMatchObject({ chainId: 10, subject: { from: OTHER, data: '0x1234', gas: '21000' } });
  });

  it('is for the chain that it names where none is known beside it, and for none by guess', () => {
    const around = { chainId: null, from: ACCOUNT };
    expect(understand(JSON.stringify({ to: OTHER, data: '0x' }), around)).toMatchObject({
      kind: 'unclear',
      why: expect.stringContaining('chain'),
    });
    expect(subjectOf(understand(JSON.stringify({ to: OTHER, data: '0x', chainId: 10 }), around)).chainId).toBe(10);
    const subject = { kind: 'message', from: ACCOUNT, message: 'hi' };
    expect(understand(JSON.stringify({ subject }), around)).toMatchObject({ kind: 'unclear', why: expect.stringContaining('chain') });
    expect(subjectOf(understand(JSON.stringify({ chainId: 10, subject }), around)).chainId).toBe(10);
  });

  it('is what a wallet was asked: a call with its parameters', () => {
    const send = understand(JSON.stringify({ method: 'eth_sendTransaction', params: [{ from: OTHER, to: ACCOUNT }] }), AROUND);
    expect(subjectOf(send).subject).toMatchObject({ kind: 'transaction', from: OTHER });
    const sign = understand(JSON.stringify({ method: 'personal_sign', params: ['0x68690a', OTHER] }), AROUND);
    expect(subjectOf(sign).subject).toEqual({ kind: 'message', from: OTHER, message: '0x68690a' });
    const data = { domain: { chainId: 1 }, primaryType: 'Permit', message: { owner: OTHER } };
    const typed = understand(JSON.stringify({ method: 'eth_signTypedData_v4', params: [OTHER, JSON.stringify(data)] }), AROUND);
    expect(subjectOf(typed).subject).toMatchObject({ kind: 'typedData', from: OTHER, data: { primaryType: 'Permit' } });
    expect(understand(JSON.stringify({ method: 'eth_sign', params: [] }), AROUND).kind).toBe('unclear');
  });

  it('is a batch of calls, an operation, a delegation', () => {
    const batch = [
      { to: OTHER, data: '0x1234' },
      { to: ACCOUNT, value: '0x1' },
    ];
    for (const text of [batch, { calls: batch }, { method: 'wallet_sendCalls', params: [{ version: '2.0.0', calls: batch }] }])
      expect(subjectOf(understand(JSON.stringify(text), AROUND)).subject).toMatchObject({
        kind: 'calls',
        from: ACCOUNT,
        calls: [{ to: OTHER }, { value: '0x1' }],
      });
    const op = { sender: OTHER, nonce: '0x0', callData: '0x1234', signature: '0x' };
    for (const text of [
      { method: 'eth_sendUserOperation', params: [op, ACCOUNT] },
      { ...op, entryPoint: ACCOUNT },
    ])
      expect(subjectOf(understand(JSON.stringify(text), AROUND)).subject).toMatchObject({
        kind: 'userOperation',
        entryPoint: ACCOUNT,
        op: { sender: OTHER },
      });
    expect(subjectOf(understand(JSON.stringify({ chainId: 0, address: OTHER, nonce: 5 }), AROUND)).subject).toMatchObject({
      kind: 'authorization',
      from: ACCOUNT,
      address: OTHER,
      chainId: 0,
      nonce: '5',
    });
    const delegating = { to: OTHER, maxFeePerGas: '0x5', nonce: 3, authorizationList: [{ address: OTHER, chainId: 1, nonce: '1' }] };
    expect(subjectOf(understand(JSON.stringify(delegating), AROUND)).subject).toMatchObject({
      maxFeePerGas: '0x5',
      nonce: '3',
      authorizationList: [{ address: OTHER }],
    });
    expect(understand(JSON.stringify(op), AROUND)).toMatchObject({ kind: 'unclear', why: expect.stringContaining('entryPoint') });
    expect(understand('[1, 2]', AROUND)).toMatchObject({ kind: 'unclear', why: expect.stringContaining('calls') });
  });

  it('is typed data, a signed transaction, a message, an address, or a whole request', () => {
    const data = { domain: {}, primaryType: 'Permit', message: { owner: OTHER } };
    expect(subjectOf(understand(JSON.stringify(data), { chainId: 1, from: '' })).subject).toMatchObject({ from: OTHER });
    expect(subjectOf(understand(`0x02f8${'ab'.repeat(100)}`, AROUND)).subject.kind).toBe('raw');
    expect(subjectOf(understand('Hello', AROUND)).subject).toEqual({ kind: 'message', from: ACCOUNT, message: 'Hello' });
    expect(understand(` ${OTHER}\n`, AROUND)).toEqual({ kind: 'address', address: OTHER });
    const whole = { chainId: 5, subject: { kind: 'message', from: OTHER, message: 'x' } };
    expect(subjectOf(understand(JSON.stringify(whole), AROUND)).chainId).toBe(5);
  });

  it('says what is missing, instead of guessing', () => {
    const why = (text: string, around = AROUND) => {
      const understood = understand(text, around);
      return understood.kind === 'unclear' ? understood.why : understood.kind;
    };
    expect(why('')).toContain('Paste');
    expect(why('{"to":')).toContain('none');
    expect(why('{"a":1}')).toContain('neither');
    expect(why(JSON.stringify({ to: OTHER }), { chainId: 1, from: '' })).toContain('who signs');
    expect(why('Hello', { chainId: 1, from: '0x12' })).toContain('who signs');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCallDecoder } from '../../src/adapters/abi/viem-call-decoder.js';
import { callTreeOf } from '../../src/check/decode/call-tree.js';
import { KNOWN_FUNCTIONS } from '../../src/check/decode/known-functions.js';
import type { EnvironmentOutcome, StepOutcome } from '../../src/check/facts.js';
import { counterpartiesOf } from '../../src/check/read/counterparties.js';
import { balanceChangesOf } from '../../src/check/simulate/balance-changes.js';
import { divergenceOf } from '../../src/check/simulate/divergence.js';
import { exposuresOf, unspent } from '../../src/check/simulate/exposures.js';
import type { Hex } from '../../src/core/chain/block.js';
import { NATIVE, type Transfer } from '../../src/core/chain/decoded.js';
import {
  address,
  approvalForAllLog,
  approvalLog,
  buildTransaction,
  nftTransferLog,
  permit2ApprovalLog,
  TOKEN,
  type TransactionParts,
  transferLog,
  UNLIMITED,
  VICTIM,
} from '../support/build-transaction.js';

const SPENDER = address('spender');
const POOL = address('pool');
const word = (value: Hex) => value.slice(2).padStart(64, '0');

function outcome(environment: string, parts: TransactionParts, status: StepOutcome['status'] = 'succeeded'): EnvironmentOutcome {
  return { environment, steps: [{ status, revertReason: null, gasUsed: null, tx: buildTransaction({ from: VICTIM, ...parts }) }] };
}

describe('balance changes', () => {
  it('sum to nothing over all parties, whatever moves between them', () => {
    const party = fc.constantFrom(VICTIM, SPENDER, POOL);
    const moved = fc.record({
      from: party,
      to: party,
      amount: fc.bigInt({ min: 0n, max: 2n ** 200n }),
      token: fc.constantFrom(TOKEN, NATIVE),
    });
    fc.assert(
      fc.property(fc.array(moved), (moves) => {
        const transfers = moves.map(
          (move): Transfer => ({ ...move, standard: 'erc20', tokenId: null, operator: null, logIndex: 0, frameIndex: null }),
        );
        const changes = balanceChangesOf(transfers);
        for (const token of [TOKEN, NATIVE]) {
          const amounts = changes.filter((change) => change.token === token).map(({ amount }) => amount);
          expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
        }
        expect(changes.every(({ amount }) => amount !== 0n)).toBe(true);
      }),
    );
  });

  it('tell each NFT apart and make no party of the zero address', () => {
    const tx = buildTransaction({ logs: [nftTransferLog(TOKEN, NATIVE, VICTIM, 7n), nftTransferLog(TOKEN, VICTIM, SPENDER, 8n)] });
    expect(balanceChangesOf(tx.decoded.transfers).map(({ party, tokenId, amount }) => [party, tokenId, amount])).toEqual([
      [VICTIM, 7n, 1n],
      [VICTIM, 8n, -1n],
      [SPENDER, 8n, 1n],
    ]);
  });
});

describe('exposures', () => {
  const exposed = (...logs: NonNullable<TransactionParts['logs']>) =>
    exposuresOf(buildTransaction({ logs }).decoded).map(({ kind, spender, limit, unlimited }) => [kind, spender, limit, unlimited]);

  it('name each kind of allowance with its limit', () => {
    expect(
      exposed(
        approvalLog(TOKEN, VICTIM, SPENDER, 5n),
        approvalForAllLog(TOKEN, VICTIM, SPENDER, true),
        permit2ApprovalLog(TOKEN, VICTIM, SPENDER, 2n ** 160n - 1n),
      ),
    ).toEqual([
      ['erc20', SPENDER, 5n, false],
      ['for-all', SPENDER, 1n, true],
      ['permit2', SPENDER, 2n ** 160n - 1n, true],
    ]);
  });

  it('hold the last allowance, and nothing after a revocation', () => {
    expect(exposed(approvalLog(TOKEN, VICTIM, SPENDER, UNLIMITED), approvalLog(TOKEN, VICTIM, SPENDER, 0n))).toEqual([]);
    expect(exposed(approvalForAllLog(TOKEN, VICTIM, SPENDER, true), approvalForAllLog(TOKEN, VICTIM, SPENDER, false))).toEqual([]);
    expect(exposed(approvalLog(TOKEN, VICTIM, SPENDER, 1n), approvalLog(TOKEN, VICTIM, SPENDER, UNLIMITED))).toEqual([
      ['erc20', SPENDER, UNLIMITED, true],
    ]);
  });

  it('come from a permit in calldata too', () => {
    const input: Hex = `0xd505accf${word(VICTIM)}${word(SPENDER)}${word('0x64')}${word('0xffffffff')}${word('0x1b')}${word('0x01')}${word('0x02')}`;
    expect(exposuresOf(buildTransaction({ to: TOKEN, input }).decoded)).toMatchObject([
      { kind: 'erc20', owner: VICTIM, spender: SPENDER, token: TOKEN, limit: 100n },
    ]);
  });
});

describe('allowances that the calls use up themselves', () => {
  const allowed = (limit: bigint) => exposuresOf(buildTransaction({ logs: [approvalLog(TOKEN, VICTIM, SPENDER, limit)] }).decoded);
  const taking = (amount: bigint, more: object = {}) => ({
    index: 0,
    parent: -1,
    depth: 0,
    end: 1,
    kind: 'CALL' as const,
    from: SPENDER,
    to: TOKEN,
    valueWei: 0n,
    input: `0x23b872dd${word(VICTIM)}${word(POOL)}${amount.toString(16).padStart(64, '0')}` as Hex,
    output: '0x' as const,
    failed: false,
    gasUsed: null,
    ...more,
  });

  it('are what is left of them, and nothing where all was taken', () => {
    expect(unspent(allowed(9n), [taking(9n)])).toEqual([]);
    expect(unspent(allowed(9n), [taking(4n), taking(3n)])[0]?.limit).toBe(2n);
    expect(unspent(allowed(UNLIMITED), [taking(9n)])[0]?.limit).toBe(UNLIMITED);
  });

  it('are whole where the taking failed, was somebody else’s, or is not shown', () => {
    for (const frames of [
      [],
      [taking(9n, { failed: true })],
      [taking(9n, { from: POOL })],
      [taking(9n, { to: POOL })],
      [taking(9n, { input: '0x23b872dd' })],
    ])
      expect(unspent(allowed(9n), frames)[0]?.limit).toBe(9n);
  });
});

describe('divergence', () => {
  const paid = (amount: bigint): TransactionParts => ({ logs: [transferLog(TOKEN, POOL, VICTIM, amount)] });
  const differs = (base: EnvironmentOutcome, other: EnvironmentOutcome) => divergenceOf(base, other, new Set([address('coinbase')]));

  it('is no small change of an amount, and is a large one, a turned one or a missing one', () => {
    expect(differs(outcome('base', paid(1_000n)), outcome('later', paid(1_040n)))).toBeNull();
    expect(differs(outcome('base', paid(1_000n)), outcome('later', paid(1_100n)))).toContain('differs between base and later');
    expect(differs(outcome('base', paid(1_000n)), outcome('later', { logs: [transferLog(TOKEN, VICTIM, POOL, 1_000n)] }))).not.toBeNull();
    expect(differs(outcome('base', paid(1_000n)), outcome('later', {}))).not.toBeNull();
  });

  it('is another status and another allowance', () => {
    expect(differs(outcome('base', {}), outcome('gas', {}, 'reverted'))).toBe('It succeeded in base and reverted in gas.');
    expect(differs(outcome('base', {}), outcome('gas', { logs: [approvalLog(TOKEN, VICTIM, SPENDER, 1n)] }))).toContain('others may take');
  });

  it('is not that each block pays its own coinbase', () => {
    const tip = (to: Hex): TransactionParts => ({ logs: [transferLog(TOKEN, POOL, to, 5n), transferLog(TOKEN, VICTIM, POOL, 5n)] });
    const coinbases = new Set([address('coinbase'), address('other')]);
    expect(divergenceOf(outcome('base', tip(address('coinbase'))), outcome('coinbase', tip(address('other'))), coinbases)).toBeNull();
  });
});

describe('counterparties', () => {
  const decoder = createCallDecoder(KNOWN_FUNCTIONS);
  const named = (input: Hex) => {
    const { flat } = callTreeOf({ from: VICTIM, to: TOKEN, input, valueWei: 0n, operation: 'call' }, decoder);
    return counterpartiesOf({ own: new Set([VICTIM]), calls: flat, outcomes: [], signature: null, delegations: [], named: [] });
  };

  it('are whom calldata names, and nobody where it is cut off', () => {
    const input: Hex = `0x095ea7b3${word(SPENDER)}${word('0x05')}`;
    expect([...named(input).direct]).toEqual([TOKEN, SPENDER]);
    expect([...named(`0x095ea7b3${word(SPENDER).slice(0, 30)}` as Hex).direct]).toEqual([TOKEN]);
    expect([...named(input).inner]).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Hex } from '../../../src/core/chain/block.js';
import { decodeTransaction } from '../../../src/core/chain/decode.js';
import { ADMIN_TOPICS } from '../../../src/core/chain/decode-admin.js';
import { APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL, PERMIT2_PERMIT } from '../../../src/core/chain/decode-approval.js';
import { FLASH_AAVE_V2, FLASH_AAVE_V3, FLASH_BALANCER, FLASH_UNISWAP_V3 } from '../../../src/core/chain/decode-flash-loan.js';
import { SWAP_V2, SWAP_V3, SWAP_V3_PANCAKE, SYNC } from '../../../src/core/chain/decode-swap.js';
import { TRANSFER, TRANSFER_BATCH, TRANSFER_SINGLE, WETH_DEPOSIT, WETH_WITHDRAWAL } from '../../../src/core/chain/decode-transfer.js';
import { VAULT_DEPOSIT, VAULT_WITHDRAW } from '../../../src/core/chain/decode-vault.js';
import { FLASH_CALLBACKS } from '../../../src/core/chain/flash-callbacks.js';
import { address, buildTransaction, transferLog } from '../../support/build-transaction.js';
import { holds } from '../../support/property.js';

const TOPICS: readonly Hex[] = [
  ...[TRANSFER, TRANSFER_SINGLE, TRANSFER_BATCH, WETH_DEPOSIT, WETH_WITHDRAWAL, SYNC, SWAP_V2, SWAP_V3, SWAP_V3_PANCAKE],
  ...[APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL, PERMIT2_PERMIT, VAULT_DEPOSIT, VAULT_WITHDRAW],
  ...[FLASH_AAVE_V2, FLASH_AAVE_V3, FLASH_BALANCER, FLASH_UNISWAP_V3, ...ADMIN_TOPICS.keys()],
];
const SELECTORS = [...FLASH_CALLBACKS, '0xd505accf', '0x8fcbaf0c', '0x2b67b570', '0x30f28b7a', '0x2a2d80d1'];

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((each): Hex => `0x${Buffer.from(each).toString('hex')}`);
/** Words as ABI data has them, hostile ones among them: offsets and lengths that lead nowhere, or in a circle. */
const words = fc
  .array(
    fc.oneof(
      fc.nat(512).map((n) => n.toString(16)),
      fc.constantFrom('f'.repeat(64), '20', '40', '0', `8${'0'.repeat(63)}`),
      fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((n) => n.toString(16)),
    ),
    { maxLength: 24 },
  )
  .map((list): Hex => `0x${list.map((word) => word.padStart(64, '0')).join('')}`);
const data = fc.oneof(words, bytes(0, 400), fc.constant<Hex>('0x'));
const log = fc
  .record({ address: bytes(20, 20), topic: fc.constantFrom(...TOPICS), more: fc.array(bytes(32, 32), { maxLength: 3 }), data })
  .map(({ topic, more, ...rest }) => ({ address: rest.address, data: rest.data, topics: [topic, ...more] }));
const input = fc.tuple(fc.constantFrom(...SELECTORS), data).map(([selector, rest]): Hex => `0x${selector.slice(2)}${rest.slice(2)}`);

describe('decoding', () => {
  it('never throws, whatever a contract writes under a known topic or is called with', () => {
    holds(
      'decoders',
      fc.property(fc.array(log, { maxLength: 8 }), input, fc.boolean(), (logs, calldata, isTraced) => {
        const tx = buildTransaction({ logs, input: calldata, ...(isTraced ? { trace: { to: address('called') } } : {}) });
        const frames = tx.frames?.map((frame) => ({ ...frame, input: calldata })) ?? null;
        decodeTransaction({ ...tx, frames });
      }),
      2_000,
    );
  });

  it('gives amounts within a word and addresses of 20 bytes, whatever came', () => {
    holds(
      'decoded values',
      fc.property(fc.array(log, { maxLength: 8 }), (logs) => {
        const { transfers, approvals, swaps, syncs } = buildTransaction({ logs }).decoded;
        for (const { from, to, amount } of transfers) {
          expect([from.length, to.length]).toEqual([42, 42]);
          expect(amount >= 0n && amount < 2n ** 256n).toBe(true);
        }
        expect([approvals, swaps, syncs].every(Array.isArray)).toBe(true);
      }),
      1_000,
    );
  });

  it('costs no more than its data: lengths that promise billions of elements give none', () => {
    const huge = `${'40'.padStart(64, '0')}${'80'.padStart(64, '0')}${'f'.repeat(64)}${'f'.repeat(64)}`;
    const batch = {
      address: address('token'),
      topics: [TRANSFER_BATCH, ...['a', 'b', 'c'].map((name): Hex => `0x${address(name).slice(2).padStart(64, '0')}`)],
      data: `0x${huge}` as const,
    };
    expect(buildTransaction({ logs: [batch] }).decoded.transfers).toEqual([]);
  });

  it('reads every transfer of any amount as it was written', () => {
    holds(
      'transfers',
      fc.property(bytes(20, 20), bytes(20, 20), bytes(20, 20), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (token, from, to, amount) => {
        const [transfer] = buildTransaction({ logs: [transferLog(token, from, to, amount)] }).decoded.transfers;
        expect(transfer).toMatchObject({ standard: 'erc20', token, from, to, amount });
      }),
    );
  });
});

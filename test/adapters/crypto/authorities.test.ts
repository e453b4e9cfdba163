import { describe, expect, it } from '@jest/globals';
import { privateKeyToAccount } from 'viem/accounts';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import { withAuthorities } from '../../../src/core/chain/authorities.js';
import type { Authorization, Block } from '../../../src/core/chain/block.js';
import { address, buildTransaction } from '../../support/build-transaction.js';

const DELEGATE = address('delegate');

async function signed(key: `0x${string}`, nonce: number, chainId = 1): Promise<{ authority: string; entry: Authorization }> {
  const account = privateKeyToAccount(key);
  const { r, s, yParity } = await account.signAuthorization({ contractAddress: DELEGATE, chainId, nonce });
  const entry = { chainId: BigInt(chainId), address: DELEGATE, nonce: BigInt(nonce), yParity: yParity ?? 0, r, s, authority: null };
  return { authority: account.address.toLowerCase(), entry };
}

function blockOf(type: number, authorizationList: readonly Authorization[]): Block {
  return { transactions: [{ ...buildTransaction(), type, authorizationList }] } as unknown as Block;
}

describe('accounts that sign delegations', () => {
  it('are recovered, whatever the number and the chain', async () => {
    const hashing = await createHashing();
    const all = [
      await signed(`0x${'11'.repeat(32)}`, 0),
      await signed(`0x${'22'.repeat(32)}`, 300),
      await signed(`0x${'33'.repeat(32)}`, 7, 0),
    ];
    const { transactions } = withAuthorities(
      blockOf(
        4,
        all.map(({ entry }) => entry),
      ),
      hashing,
    );
    expect(transactions[0]?.authorizationList.map(({ authority }) => authority)).toEqual(all.map(({ authority }) => authority));
  });

  it('are unknown where nobody signed so', async () => {
    const { entry } = await signed(`0x${'11'.repeat(32)}`, 0);
    const { transactions } = withAuthorities(blockOf(4, [{ ...entry, r: '0x0' }]), await createHashing());
    expect(transactions[0]?.authorizationList[0]?.authority).toBeNull();
  });

  it('are not looked for in transactions of other types', async () => {
    const { entry } = await signed(`0x${'11'.repeat(32)}`, 0);
    const block = blockOf(2, [entry]);
    expect(withAuthorities(block, await createHashing())).toBe(block);
  });
});

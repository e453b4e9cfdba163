import type { CheckRequest } from '../../../src/contracts/check.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { address } from '../../support/build-transaction.js';
import { MUCH, type World } from './world.js';

export interface SetSubject {
  readonly name: string;
  readonly subject: Record<string, unknown> & { readonly kind: CheckRequest['subject']['kind'] };
  readonly origin?: string;
  readonly account?: Address;
}

const NOBODY: Address = '0x0000000000000000000000000000000000000000';
const LATER = 4_000_000_000;

/** Ways to write down what a subject does, over the world's contracts. */
export function writerOf(world: World) {
  const { at, call, me } = world;
  const where = (name: string): Address => at[name] ?? NOBODY;
  const tx = (name: string, to: Address | null, data: Hex = '0x', value = 0n, more: object = {}): SetSubject => ({
    name,
    subject: { kind: 'transaction', from: me, to, data, value: value.toString(), ...more },
  });
  const batch = (name: string, ...calls: readonly (readonly [to: Address, data: Hex])[]): SetSubject => ({
    name,
    subject: { kind: 'calls', from: me, calls: calls.map(([to, data]) => ({ to, data })) },
  });
  const typed = (name: string, contract: Address, primaryType: string, message: object, more: object = {}): SetSubject => ({
    name,
    subject: {
      kind: 'typedData',
      from: me,
      data: { domain: { name: 'Set', chainId: world.chainId, verifyingContract: contract, ...more }, primaryType, message },
    },
  });
  const message = (name: string, text: string, origin?: string): SetSubject => ({
    name,
    subject: { kind: 'message', from: me, message: text },
    ...(origin === undefined ? {} : { origin }),
  });
  const operation = (name: string, data: Hex, more: object = {}): SetSubject => ({
    name,
    subject: {
      kind: 'userOperation',
      entryPoint: where('entryPoint'),
      op: { sender: where('account'), nonce: '0', callData: data, ...more },
    },
  });
  const approve = (spender: Address, amount = MUCH) => call('usd', 'approve', spender, amount);
  const swap = (amount: bigint, from: string, to: string, receiver: Address = me, least = amount / 4n) =>
    call('router', 'swapExactTokensForTokens', amount, from === 'usd' ? least : amount, [where(from), where(to)], receiver, BigInt(LATER));
  const safe = (to: Address, data: Hex, operation = 0, value = 0n) =>
    call('safe', 'execTransaction', to, value, data, operation, 0n, 0n, 0n, NOBODY, NOBODY, '0x');
  /** For MultiSend; the last says whether the code runs as the Safe's own. */
  const packed = (...calls: readonly (readonly [to: Address, data: Hex, isDelegated?: true])[]) => {
    const one = ([to, data, isDelegated]: (typeof calls)[number]) =>
      `${isDelegated === true ? '01' : '00'}${to.slice(2)}${'0'.repeat(64)}${((data.length - 2) / 2).toString(16).padStart(64, '0')}${data.slice(2)}`;
    return call('multiSend', 'multiSend', `0x${calls.map(one).join('')}`);
  };
  const many = (...calls: readonly (readonly [to: Address, data: Hex])[]) =>
    call(
      'account',
      'executeBatch',
      calls.map(([to]) => to),
      calls.map(() => 0n),
      calls.map(([, data]) => data),
    );
  const listing = (token: Address, id: string, price: bigint, receiver: Address = me, fee = 0n) => ({
    offerer: me,
    zone: NOBODY,
    offer: [{ itemType: '2', token, identifierOrCriteria: id, startAmount: '1', endAmount: '1' }],
    consideration: [
      ...(price === 0n
        ? []
        : [
            {
              itemType: '0',
              token: NOBODY,
              identifierOrCriteria: '0',
              startAmount: `${price}`,
              endAmount: `${price}`,
              recipient: receiver,
            },
          ]),
      ...(fee === 0n
        ? []
        : [
            {
              itemType: '0',
              token: NOBODY,
              identifierOrCriteria: '0',
              startAmount: `${fee}`,
              endAmount: `${fee}`,
              recipient: address('the market'),
            },
          ]),
    ],
    orderType: '0',
    startTime: '0',
    endTime: `${Math.floor(Date.now() / 1_000) + 86_400}`,
    zoneHash: `0x${'0'.repeat(64)}`,
    salt: '1',
    conduitKey: `0x${'0'.repeat(64)}`,
    counter: '0',
  });
  const signIn = (site: string) =>
    `${site} wants you to sign in with your Ethereum account:\n${me}\n\nWelcome.\n\nURI: https://${site}\nVersion: 1\nChain ID: ${world.chainId}\nNonce: 12345678\nIssued At: 2026-01-01T00:00:00Z`;
  const soon = () => Math.floor(Date.now() / 1_000) + 600;
  return { where, tx, batch, typed, message, operation, approve, swap, safe, packed, many, listing, signIn, soon, NOBODY };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { ether } from '../../src/lab/amounts.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import type { TocsinClient } from '../../src/sdk/client.js';
import { isProblemError } from '../../src/sdk/problem-error.js';
import { openServedTown, type ServedTown } from '../support/checked-town.js';

let opened: ServedTown;
let client: TocsinClient;

beforeAll(async () => {
  opened = await openServedTown();
  ({ client } = opened);
}, 120_000);
afterAll(() => opened.close());

const user = () => opened.town.plan.users[0];
const neighbour = () => opened.town.plan.users[1]?.address ?? user().address;
const FEES = { gas: 60_000n, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n } as const;
const nextNonce = async () => Number(await rpc(opened.devnet.httpUrl, 'eth_getTransactionCount', [user().address, 'latest']));

async function signed(to: Hex, chainId = opened.devnet.chainId): Promise<Hex> {
  return user().account.signTransaction({ type: 'eip1559', chainId, to, value: ether(0.001), nonce: await nextNonce(), ...FEES });
}

const check = (transaction: string) => client.check({ chainId: opened.devnet.chainId, subject: { kind: 'raw', transaction } });

describe('a signed transaction', () => {
  it('is checked as who signed it would send it', async () => {
    const benign = await check(await signed(neighbour()));
    expect([benign.verdict, benign.balanceChanges[0]?.party.toLowerCase()]).toEqual(['benign', user().address.toLowerCase()]);
    const malicious = await check(await signed(opened.town.plan.residents.exploiter.address));
    expect([malicious.verdict, malicious.reasons.map(({ id }) => id)]).toEqual(['malicious', ['flagged-interaction']]);
  });

  it('that delegates an account is read with who delegates, recovered from the signature', async () => {
    const delegate = opened.town.plan.places.drainerDelegate.address;
    const authorization = await user().account.signAuthorization({ chainId: opened.devnet.chainId, address: delegate, nonce: 1 });
    const raw = await user().account.signTransaction({
      type: 'eip7702',
      chainId: opened.devnet.chainId,
      to: neighbour(),
      authorizationList: [authorization],
      nonce: await nextNonce(),
      ...FEES,
    });
    const answer = await check(raw);
    expect([answer.verdict, answer.reasons.map(({ id }) => id)]).toEqual(['malicious', expect.arrayContaining(['delegation-to-flagged'])]);
    expect(answer.actions.map(({ kind }) => kind)).toContain('delegate');
  });

  it('is refused with the field where it cannot be read, or is for another chain', async () => {
    for (const [raw, why] of [
      ['0x1234', 'no signed transaction'],
      [await signed(neighbour(), 1), 'signed for chain 1'],
    ] as const) {
      const refused = await check(raw).catch((error: unknown) => error);
      expect(isProblemError(refused) ? refused.problem : refused).toMatchObject({
        status: 400,
        errors: [{ path: '/subject/transaction' }],
      });
      expect(isProblemError(refused) ? refused.problem.detail : '').toContain(why);
    }
  });
});

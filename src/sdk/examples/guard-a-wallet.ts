import { type Account, type Chain, createWalletClient, http } from 'viem';
import { createTocsinClient } from '../client.js';
import { withTocsin } from '../with-tocsin.js';

export interface GuardedWallet {
  readonly tocsinUrl: string;
  readonly apiKey: string;
  readonly rpcUrl: string;
  readonly account: Account;
  readonly chain: Chain;
}

/** A viem wallet that sends and signs nothing that robs its owner: what is refused throws a RefusedError with the reasons. */
export function guardedWallet({ tocsinUrl, apiKey, rpcUrl, account, chain }: GuardedWallet) {
  const client = createTocsinClient({ baseUrl: tocsinUrl, apiKey });
  const wallet = createWalletClient({ account, chain, transport: http(rpcUrl) });
  return withTocsin(wallet, { client, blockWarnings: true });
}

import type { EndpointHealth } from '../../ports/chain-source.js';

/** What a socket is told of a chain when it changes. */
export interface ChainHealth {
  readonly chainId: number;
  readonly name: string;
  readonly state: string;
  readonly detail: string | null;
  readonly head: number | null;
  readonly published: number | null;
  readonly endpoints: readonly EndpointHealth[];
}

/** Heads move all the time; what is worth telling is another state, another reason, an endpoint that came or went. */
export function createHealthWatch(): (chains: readonly ChainHealth[]) => readonly ChainHealth[] {
  const told = new Map<number, string>();
  return (chains) =>
    chains.filter(({ chainId, state, detail, endpoints }) => {
      const now = JSON.stringify([state, detail, endpoints.map(({ url, connected }) => [url, connected])]);
      const isChanged = told.get(chainId) !== now;
      told.set(chainId, now);
      return isChanged;
    });
}

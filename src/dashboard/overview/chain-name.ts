import type { ChainView } from '../../contracts/chain.js';

export function chainName(chains: readonly Pick<ChainView, 'chainId' | 'name'>[], chainId: number): string {
  return chains.find((chain) => chain.chainId === chainId)?.name ?? `chain ${chainId}`;
}

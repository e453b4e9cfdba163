import type { Address } from '../../core/chain/block.js';
import type { CheckParts } from '../check-parts.js';
import type { Deadline } from '../deadline.js';

const MOST_ADDRESSES = 3;
const MOST_CHAINS = 4;
/** It is a courtesy: the answer waits no longer for it. */
const WAIT_MS = 300;

/** Of addresses without code, those that have some on another watched chain, with that chain's id. Never throws. */
export async function findElsewhere(
  addresses: readonly Address[],
  chainId: number,
  { chains, simulatorOf }: Pick<CheckParts, 'chains' | 'simulatorOf'>,
  deadline: Deadline,
): Promise<ReadonlyMap<Address, number>> {
  const found = new Map<Address, number>();
  const wanted = [...new Set(addresses)].slice(0, MOST_ADDRESSES);
  const others = (chains?.() ?? []).filter((id) => id !== chainId).slice(0, MOST_CHAINS);
  if (wanted.length === 0) return found;
  await Promise.all(
    others.map(async (id) => {
      const simulator = simulatorOf(id);
      if (simulator === null) return;
      const ask = async (timeoutMs: number) => {
        const limit = Math.min(timeoutMs, WAIT_MS);
        return simulator.codeOf(wanted, await simulator.block(limit), limit);
      };
      const codes = await deadline.within(ask).catch(() => null);
      for (const [address, code] of codes ?? []) if (code !== '0x') found.set(address, id);
    }),
  );
  return found;
}

import { writeFileSync } from 'node:fs';
import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import { USD_PER_ETHER } from './amounts.js';
import { DEVNET_CHAIN_ID } from './devnet/start-devnet.js';
import type { TownPlan } from './town-plan.js';

interface TownPrice {
  readonly token: Address;
  readonly usd: number;
  readonly decimals: number;
}

/** What the town's money is worth. */
export function townPrices({ contracts, places }: TownPlan): readonly TownPrice[] {
  return [
    { token: NATIVE, usd: USD_PER_ETHER, decimals: 18 },
    { token: contracts.weth, usd: USD_PER_ETHER, decimals: 18 },
    { token: contracts.usd, usd: 1, decimals: 6 },
    { token: places.steadyDollar.address, usd: 1, decimals: 6 },
  ];
}

/** The documented CSV of prices. */
export function writeTownPrices(file: string, plan: TownPlan, chainId: number = DEVNET_CHAIN_ID): void {
  const rows = townPrices(plan).map(({ token, usd, decimals }) => [chainId, token, usd, '', decimals].join(','));
  writeFileSync(file, `${['chain,address,usd,from,decimals', ...rows].join('\n')}\n`);
}

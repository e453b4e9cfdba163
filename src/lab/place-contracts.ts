import { ether } from './amounts.js';
import type { PlaceName } from './places.js';
import type { Contract, Stage } from './stage.js';
import type { TownPlan } from './town-plan.js';

/** What a mixer takes at a time. */
export const MIXER_WEI = ether(10);

interface Blueprint {
  readonly contract: string;
  args?(plan: TownPlan): readonly unknown[];
  readonly needs?: PlaceName;
}

const BLUEPRINTS: Readonly<Record<PlaceName, Blueprint>> = {
  ammFactory: { contract: 'AmmFactory' },
  ammRouter: { contract: 'AmmRouter', args: ({ places, contracts }) => [places.ammFactory.address, contracts.weth], needs: 'ammFactory' },
  mixer: { contract: 'Mixer', args: () => [MIXER_WEI] },
  bridge: { contract: 'Bridge', args: ({ residents }) => [[residents.governor.address, residents.keyholder.address]] },
  nftMarket: { contract: 'NftMarket' },
  entryPoint: { contract: 'EntryPoint' },
  permit2: { contract: 'Permit2' },
  steadyDollar: { contract: 'IssuedDollar', args: () => ['Steady Dollar', 'SUSD'] },
  walletDelegate: { contract: 'WalletDelegate' },
  drainerDelegate: { contract: 'SweeperDelegate', args: ({ residents }) => [residents.drainer.address] },
};

/** The place as a contract; it stands from this block on at the latest. */
export function visit(stage: Stage, name: PlaceName): Contract {
  const { contract, args, needs } = BLUEPRINTS[name];
  if (needs !== undefined) visit(stage, needs);
  return stage.lasting(stage.plan.places[name].owner, contract, args?.(stage.plan) ?? []);
}

import type { Address } from '../core/chain/block.js';
import { type Resident, residentOf } from './accounts.js';
import { contractAt } from './address.js';

export const PLACE_NAMES = [
  'ammFactory',
  'ammRouter',
  'mixer',
  'bridge',
  'nftMarket',
  'entryPoint',
  'permit2',
  'steadyDollar',
  'walletDelegate',
  'drainerDelegate',
] as const;
export type PlaceName = (typeof PLACE_NAMES)[number];

/** A contract that all stories share, built when the first one comes to it. Where it will stand follows from the seed, so that labels know it before. */
export interface Place {
  /** Creates this contract and nothing else, ever. */
  readonly owner: Resident;
  readonly address: Address;
}

export type Places = Readonly<Record<PlaceName, Place>>;

export function planPlaces(seed: number): Places {
  const place = (name: PlaceName): Place => {
    const owner = residentOf(seed, `owner:${name}`);
    return { owner, address: contractAt(owner.address, 0) };
  };
  return {
    ammFactory: place('ammFactory'),
    ammRouter: place('ammRouter'),
    mixer: place('mixer'),
    bridge: place('bridge'),
    nftMarket: place('nftMarket'),
    entryPoint: place('entryPoint'),
    permit2: place('permit2'),
    steadyDollar: place('steadyDollar'),
    walletDelegate: place('walletDelegate'),
    drainerDelegate: place('drainerDelegate'),
  };
}

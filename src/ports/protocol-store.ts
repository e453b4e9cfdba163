import type { Address } from '../core/chain/block.js';

/** A named set of addresses that an organisation watches as one. */
export interface Protocol {
  readonly organisationId: string;
  readonly id: string;
  readonly title: string;
  /** None: on every chain. */
  readonly chains: readonly number[];
  readonly addresses: readonly Address[];
  readonly updatedAtMs: number;
}

export interface ProtocolStore {
  list(organisationId: string): Promise<readonly Protocol[]>;
  get(organisationId: string, id: string): Promise<Protocol | null>;
  /** False where the organisation has one of this id. */
  add(protocol: Protocol): Promise<boolean>;
  /** False where there is none of this id. */
  change(protocol: Protocol): Promise<boolean>;
  remove(organisationId: string, id: string): Promise<boolean>;
}

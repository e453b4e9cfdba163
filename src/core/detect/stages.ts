import type { Address, Hex } from '../chain/block.js';
import type { Party, Severity, Stage } from './finding.js';

/** A stage of an attack that somebody was seen in. */
export interface StageSeen {
  /** Chain seconds. */
  readonly at: number;
  readonly stage: Stage;
  readonly detectorId: string;
  readonly severity: Severity;
  readonly transactionHash: Hex;
}

/** Stages of an attack's life that add up. Victims, governors and the monitor itself are in none of them. */
export const ADDING: ReadonlySet<Stage> = new Set<Stage>(['fund', 'prepare', 'exploit', 'launder']);

/** Roles of those who act, in findings of these stages. */
const ACTING: ReadonlySet<string> = new Set([
  'attacker',
  'attack-contract',
  'funded',
  'deployer',
  'depositor',
  'payer',
  'seller',
  'sender',
  'contract',
]);

export interface StagedFinding {
  readonly stage: Stage;
  readonly subject: Party;
  readonly parties: readonly Party[];
}

/** Whose deed a finding is. */
export function actorsOf({ stage, subject, parties }: StagedFinding): readonly Address[] {
  if (!ADDING.has(stage)) return [];
  return [subject, ...parties].flatMap(({ address, role }) =>
    ACTING.has(role) && !(stage === 'exploit' && role === 'contract') ? [address] : [],
  );
}

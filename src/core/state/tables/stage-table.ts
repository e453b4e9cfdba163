import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { actorsOf, type StageSeen } from '../../detect/stages.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';
import { withEntry } from '../window.js';

const BOUNDS = { seconds: 10 * 86_400, entries: 32 } as const;

/** In which stages of an attack an address was seen. */
export class StageTable implements StateTable {
  private readonly stages = new JournaledMap<readonly StageSeen[]>(20_000);
  readonly maps = { stages: this.stages };

  stagesOf(address: Address): readonly StageSeen[] {
    return this.stages.get(address) ?? [];
  }

  apply(tx: InspectedTransaction, { timestamp: at, findings }: Moment): void {
    for (const finding of findings) {
      const { stage, detectorId, severity } = finding;
      for (const actor of new Set(actorsOf(finding)))
        this.stages.set(actor, withEntry(this.stages.get(actor), { at, stage, detectorId, severity, transactionHash: tx.hash }, BOUNDS));
    }
  }
}

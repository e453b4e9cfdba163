import type { Address } from '../../chain/block.js';
import { similarity } from '../../chain/bytecode.js';
import { creationsOf } from '../../detect/creations.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { severityRank } from '../../detect/finding.js';
import type { Resemblance } from '../../detect/history.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** Proxies and other small code resemble each other without meaning anything. */
export const LEAST_SKETCHED_BYTES = 400;

/** Code that so many people deployed, who attacked nobody, is a common tool, in whoever's hand. */
const COMMON_FROM_MAKERS = 2;
const SAME_CODE = 0.95;

interface RecentContract {
  readonly sketch: readonly number[];
  /** Who sent the transaction that made it. */
  readonly by: Address;
}

/** The code of contracts that attacked on this chain, so that the next one of its kind is known when it is deployed. */
export class AttackCodeTable implements StateTable {
  /** Of recent contracts: whether one of them will attack is not known yet. */
  private readonly recent = new JournaledMap<RecentContract>(4_000);
  private readonly attackers = new JournaledMap<readonly number[]>(256);
  readonly maps = { recentContracts: this.recent, attackCode: this.attackers };

  /** The contract of an attack whose code is most alike; null where none is at least as alike as asked. */
  resemblanceOf(sketch: readonly number[], least: number): Resemblance | null {
    let best: Resemblance | null = null;
    for (const [address, known] of this.attackers.entriesInOrder()) {
      const share = similarity(sketch, known);
      if (share >= least && share > (best?.share ?? 0)) best = { contract: address as Address, share };
    }
    return best === null || this.isCommon(sketch) ? null : best;
  }

  private isCommon(sketch: readonly number[]): boolean {
    const makers = new Set<Address>();
    for (const [address, { sketch: known, by }] of this.recent.entriesInOrder())
      if (this.attackers.get(address) === undefined && similarity(sketch, known) >= SAME_CODE) makers.add(by);
    return makers.size >= COMMON_FROM_MAKERS;
  }

  apply(tx: InspectedTransaction, { labelsOf, findings }: Moment): void {
    for (const { address, facts } of creationsOf(tx)) {
      if (facts.bytes < LEAST_SKETCHED_BYTES) continue;
      this.recent.set(address, { sketch: facts.sketch, by: tx.from });
      if (labelsOf(tx.from).some(({ category }) => category === 'exploiter' || category === 'drainer'))
        this.attackers.set(address, facts.sketch);
    }
    const isAttack = findings.some(({ stage, severity }) => stage === 'exploit' && severityRank(severity) >= severityRank('high'));
    if (!isAttack) return;
    const suspects = new Set<Address>(creationsOf(tx).map(({ address }) => address));
    if (tx.to !== null) suspects.add(tx.to);
    const victims = new Set(findings.map(({ subject }) => subject.address));
    for (const address of suspects) {
      const sketch = this.recent.get(address)?.sketch;
      if (sketch !== undefined && !victims.has(address) && !isTool(tx, address)) this.attackers.set(address, sketch);
    }
  }
}

/** Of the calls that a contract makes: so many stand in the transaction's own data. */
const TOLD_SHARE = 0.8;

/** A wallet that does what it is told: the plan of the attack is in the data, and not in its code. */
function isTool({ frames, input }: InspectedTransaction, address: Address): boolean {
  const calls = (frames ?? []).filter(({ from, kind, input: data }) => from === address && kind === 'CALL' && data.length >= 10);
  const told = calls.filter(({ input: data }) => input.includes(data.slice(2, 10)));
  return calls.length > 0 && told.length >= calls.length * TOLD_SHARE;
}

import type { Address } from '../../chain/block.js';
import { NATIVE } from '../../chain/decoded.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { severityRank } from '../../detect/finding.js';
import { isFlaggedPlace, isPublicPlace, LEAST_SHARE, MOST_HOPS, paymentsOf, TAINT_SECONDS, type Taint } from '../../detect/taint.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/**
 * Where the money of robbers went. It is followed along what accounts pay themselves, so that a pool or a router, which pays whoever trades there, passes nothing on; and by
 * shares (a haircut): who mixes it with four times as much of his own has a fifth of it.
 */
export class TaintTable implements StateTable {
  private readonly taints = new JournaledMap<Taint>(50_000);
  readonly maps = { taints: this.taints };

  /** `heldBefore`: what an address had of a token before this transaction, as far as was seen. */
  constructor(private readonly heldBefore: (holder: Address, token: Address) => bigint) {}

  taintOf(address: Address): Taint | null {
    return this.taints.get(address) ?? null;
  }

  apply(tx: InspectedTransaction, { timestamp, labelsOf, findings }: Moment): void {
    const payer = this.payer(tx, timestamp, labelsOf);
    if (payer !== null)
      for (const { to, token, amount } of paymentsOf(tx)) {
        const labels = labelsOf(to);
        if (to === NATIVE || isPublicPlace(labels) || isFlaggedPlace(labels)) continue;
        this.receive(to, payer, amount, this.heldBefore(to, token), timestamp);
      }
    for (const { stage, severity, parties } of findings) {
      if (stage !== 'exploit' || severityRank(severity) < severityRank('high')) continue;
      for (const { address, role } of parties)
        if (role === 'attacker' && !isPublicPlace(labelsOf(address)))
          this.taints.set(address, { origin: address, hops: 0, share: 1, at: timestamp });
    }
  }

  private payer({ from }: InspectedTransaction, now: number, labelsOf: Moment['labelsOf']): Taint | null {
    const labels = labelsOf(from);
    if (isFlaggedPlace(labels)) return { origin: from, hops: 0, share: 1, at: now };
    const known = this.taints.get(from);
    if (known === undefined || isPublicPlace(labels) || now - known.at > TAINT_SECONDS) return null;
    return known;
  }

  private receive(to: Address, { origin, hops, share }: Taint, amount: bigint, held: bigint, at: number): void {
    const before = this.taints.get(to);
    if (before?.hops === 0 || hops + 1 > MOST_HOPS) return;
    const [mine, theirs] = [Number(held), Number(amount)];
    const mixed = ((before?.share ?? 0) * mine + share * theirs) / (mine + theirs);
    if (mixed < LEAST_SHARE) return;
    const isNearer = before === undefined || hops + 1 <= before.hops;
    this.taints.set(to, { origin: isNearer ? origin : before.origin, hops: isNearer ? hops + 1 : before.hops, share: mixed, at });
  }
}

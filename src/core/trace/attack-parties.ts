import type { Address } from '../chain/block.js';
import { NOBODY } from '../chain/nobody.js';
import type { Detection } from '../detect/detector.js';
import type { Party } from '../detect/finding.js';
import type { TraceFacts } from './trace-facts.js';

/** A detection against the sender of a trace: the victim is its subject, and who acts are its parties. */
export function accuse(trace: TraceFacts, victim: Address, detection: Omit<Detection, 'subject' | 'parties'>): Detection {
  return { ...detection, subject: { address: victim, role: 'victim' }, parties: attackParties(trace, victim) };
}

/** Who acts in an attack: the sender, what it calls, and a few of the contracts that it makes. */
function attackParties(trace: TraceFacts, victim: Address): readonly Party[] {
  const { sender, entry, makers, cluster } = trace;
  const parties: Party[] = [{ address: sender, role: 'attacker' }];
  if (entry !== null && entry !== victim && entry !== sender) parties.push({ address: entry, role: 'attack-contract' });
  for (const made of makers.keys()) {
    if (parties.length >= MOST_PARTIES) break;
    if (made !== entry && made !== victim && cluster.has(made)) parties.push({ address: made, role: 'attack-contract' });
  }
  return parties;
}
const MOST_PARTIES = 6;

/** Who lost most, by how many tokens only left it; the first callee where nobody lost. */
export function victimOf(trace: TraceFacts): Address {
  let [victim, most]: [Address | null, number] = [null, 0];
  for (const [party, net] of trace.byParty) {
    if (trace.takers.has(party) || party === NOBODY || trace.isSilent(party)) continue;
    const lost = [...net.values()].filter((amount) => amount < 0n).length - [...net.values()].filter((amount) => amount > 0n).length / 2;
    if (lost > most) [victim, most] = [party, lost];
  }
  return victim ?? trace.outgoing[0]?.to ?? trace.entry ?? trace.sender;
}

import type { Address } from '../chain/block.js';
import type { Finding, Party, Stage } from '../detect/finding.js';
import { actorsOf } from '../detect/stages.js';

/** Who did it to whom, as far as a finding says so. */
export interface AttackSides {
  readonly attacker: Address | null;
  readonly victim: Address | null;
}

/** Which role names the attacker, most telling first. Of other stages nobody is accused: a governor or a monitor's subject is no attacker. */
const ATTACKER_ROLES: Partial<Readonly<Record<Stage, readonly string[]>>> = {
  fund: ['funded'],
  prepare: ['deployer'],
  exploit: ['attacker', 'sender'],
  launder: ['payer', 'seller', 'depositor'],
  user: ['attacker', 'drainer-contract', 'phishing-contract', 'spender', 'operator', 'delegate', 'owner', 'deployer'],
  govern: ['attacker'],
};

type Sided = Pick<Finding, 'stage' | 'subject' | 'parties'>;

export function sidesOf({ stage, subject, parties }: Sided): AttackSides {
  const named = [subject, ...parties];
  const attacker = first(named, ATTACKER_ROLES[stage] ?? []);
  const victim = first(named, ['victim']) ?? (attacker === null || attacker === subject.address ? null : subject.address);
  return { attacker, victim: victim === attacker ? null : victim };
}

function first(parties: readonly Party[], roles: readonly string[]): Address | null {
  for (const role of roles) {
    const found = parties.find((party) => party.role === role);
    if (found !== undefined) return found.address;
  }
  return null;
}

/** Everyone who acts for the attacker: what other stages of the same attack are known by. */
export function attackActorsOf(finding: Sided): readonly Address[] {
  const { attacker } = sidesOf(finding);
  return [...new Set([...(attacker === null ? [] : [attacker]), ...actorsOf(finding)])];
}

/** Where laundered money is said to come from: an attacker, where an incident names it as one; of a mixer, nobody's guilt. */
export function originsOf({ parties }: Pick<Finding, 'parties'>): readonly Address[] {
  return parties.filter(({ role }) => role === 'origin').map(({ address }) => address);
}

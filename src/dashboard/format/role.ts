/** As people ask: who lost, who took, through what. */
const ROLE_ORDER = ['victim', 'attacker', 'spender', 'sender', 'receiver', 'lender', 'pool', 'contract', 'token'];

/** Smaller is told earlier; a party without a role comes last. */
export function roleRank(role: string | undefined): number {
  const at = role === undefined ? -1 : ROLE_ORDER.indexOf(role);
  if (at >= 0) return at;
  return role === undefined ? ROLE_ORDER.length + 1 : ROLE_ORDER.length;
}

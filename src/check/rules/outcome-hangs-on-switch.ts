import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';

/** Outcome that somebody else can turn. See outcome-hangs-on-switch.md. */
export default defineRule({
  id: 'outcome-hangs-on-switch',
  version: 1,
  title: 'Outcome that somebody else can turn',
  group: 'outcome',
  params: {},

  inspect(facts) {
    const first = facts.switches.find(({ isTrap }) => isTrap) ?? facts.switches[0];
    if (first === undefined) return [];
    return [
      {
        severity: first.isTrap ? 'high' : 'medium',
        text: `One stored value of ${shortAddress(first.contract)} decides what you get: if it is turned before your transaction is mined, ${first.change}.`,
        address: first.contract,
        evidence: { switches: facts.switches.map(({ contract, slot, change }) => ({ contract, slot, change })) },
      },
    ];
  },
});

import type { Scenario } from '../stage.js';
import { addressPoisoningZeroValue } from './address-poisoning-zero-value.js';
import { adminProxyUpgraded } from './admin-proxy-upgraded.js';
import { approvalToFlagged } from './approval-to-flagged.js';
import { approvalUnlimitedToEoa } from './approval-unlimited-to-eoa.js';
import { flaggedInteraction } from './flagged-interaction.js';
import { flashLoanPriceMove } from './flash-loan-price-move.js';
import { outflowOverHistory } from './outflow-over-history.js';
import { reentrancyStateChanging } from './reentrancy-state-changing.js';

/** In the order in which the town plays them: what needs no preparation first, so that a newcomer sees something at once. */
export const SCENARIOS: readonly Scenario[] = [
  approvalUnlimitedToEoa,
  reentrancyStateChanging,
  flashLoanPriceMove,
  outflowOverHistory,
  flaggedInteraction,
  adminProxyUpgraded,
  addressPoisoningZeroValue,
  approvalToFlagged,
];

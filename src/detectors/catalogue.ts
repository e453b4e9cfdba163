import type { Detector } from '../core/detect/detector.js';
import addressPoisoningZeroValue from './address-poisoning-zero-value.js';
import adminProxyUpgraded from './admin-proxy-upgraded.js';
import approvalToFlagged from './approval-to-flagged.js';
import approvalUnlimitedToEoa from './approval-unlimited-to-eoa.js';
import flaggedInteraction from './flagged-interaction.js';
import flashLoanPriceMove from './flash-loan-price-move.js';
import outflowOverHistory from './outflow-over-history.js';
import reentrancyStateChanging from './reentrancy-state-changing.js';

/** Every detector, by id. Written by `npm run gen` from the files of this folder. */
export const CATALOGUE: readonly Detector[] = [
  addressPoisoningZeroValue,
  adminProxyUpgraded,
  approvalToFlagged,
  approvalUnlimitedToEoa,
  flaggedInteraction,
  flashLoanPriceMove,
  outflowOverHistory,
  reentrancyStateChanging,
];

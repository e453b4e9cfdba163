import type { Detector } from '../core/detect/detector.js';
import addressPoisoningZeroValue from './address-poisoning-zero-value.js';
import adminMultisigThresholdLowered from './admin-multisig-threshold-lowered.js';
import adminOracleReplaced from './admin-oracle-replaced.js';
import adminOwnerChanged from './admin-owner-changed.js';
import adminPauseToggled from './admin-pause-toggled.js';
import adminProxyUpgraded from './admin-proxy-upgraded.js';
import adminTimelockShortened from './admin-timelock-shortened.js';
import approvalToFlagged from './approval-to-flagged.js';
import approvalUnlimitedToEoa from './approval-unlimited-to-eoa.js';
import contractAdversarialBytecode from './contract-adversarial-bytecode.js';
import contractCloneOfAttack from './contract-clone-of-attack.js';
import contractDeployedByFreshAddress from './contract-deployed-by-fresh-address.js';
import contractMetamorphic from './contract-metamorphic.js';
import contractRedPill from './contract-red-pill.js';
import flaggedInteraction from './flagged-interaction.js';
import flashLoanPriceMove from './flash-loan-price-move.js';
import fundingFromFlagged from './funding-from-flagged.js';
import fundingFromMixer from './funding-from-mixer.js';
import fundingFromNoKycSwap from './funding-from-no-kyc-swap.js';
import governanceSneakyProposal from './governance-sneaky-proposal.js';
import outflowOverHistory from './outflow-over-history.js';
import reentrancyStateChanging from './reentrancy-state-changing.js';

/** Every detector, by id. Written by `npm run gen` from the files of this folder. */
export const CATALOGUE: readonly Detector[] = [
  addressPoisoningZeroValue,
  adminMultisigThresholdLowered,
  adminOracleReplaced,
  adminOwnerChanged,
  adminPauseToggled,
  adminProxyUpgraded,
  adminTimelockShortened,
  approvalToFlagged,
  approvalUnlimitedToEoa,
  contractAdversarialBytecode,
  contractCloneOfAttack,
  contractDeployedByFreshAddress,
  contractMetamorphic,
  contractRedPill,
  flaggedInteraction,
  flashLoanPriceMove,
  fundingFromFlagged,
  fundingFromMixer,
  fundingFromNoKycSwap,
  governanceSneakyProposal,
  outflowOverHistory,
  reentrancyStateChanging,
];

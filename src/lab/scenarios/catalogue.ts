import type { Scenario } from '../stage.js';
import { accessControlFirstCaller } from './access-control-first-caller.js';
import { addressPoisoningZeroValue } from './address-poisoning-zero-value.js';
import { adminProxyUpgraded } from './admin-proxy-upgraded.js';
import { amountOverflow } from './amount-overflow.js';
import { approvalToFlagged } from './approval-to-flagged.js';
import { approvalUnlimitedToEoa } from './approval-unlimited-to-eoa.js';
import { balanceConservationBroken } from './balance-conservation-broken.js';
import { bridgeMintWithoutLock } from './bridge-mint-without-lock.js';
import { bridgeOutflowSurge } from './bridge-outflow-surge.js';
import { cloneSwarm } from './clone-swarm.js';
import { delegatecallToUnknown } from './delegatecall-to-unknown.js';
import { drainAfterBalanceRead } from './drain-after-balance-read.js';
import { failedTransactionsSurge } from './failed-transactions-surge.js';
import { flaggedInteraction } from './flagged-interaction.js';
import { flashLoanForeignCall } from './flash-loan-foreign-call.js';
import { flashLoanFromNewContract } from './flash-loan-from-new-contract.js';
import { flashLoanPriceMove } from './flash-loan-price-move.js';
import { flashLoanProfit } from './flash-loan-profit.js';
import { flashLoanVaultChurn } from './flash-loan-vault-churn.js';
import { frontrunSandwich } from './frontrun-sandwich.js';
import { gasOutlier } from './gas-outlier.js';
import { governanceFlashVote } from './governance-flash-vote.js';
import { initializerCalledLate } from './initializer-called-late.js';
import { jitLiquidity } from './jit-liquidity.js';
import { liquidationCascade } from './liquidation-cascade.js';
import { mintUnbacked } from './mint-unbacked.js';
import { oracleSpotSwing } from './oracle-spot-swing.js';
import { outflowDrainsContract } from './outflow-drains-contract.js';
import { outflowLargeDirect } from './outflow-large-direct.js';
import { outflowOverHistory } from './outflow-over-history.js';
import { profitFromNothing } from './profit-from-nothing.js';
import { reentrancyReadOnly } from './reentrancy-read-only.js';
import { reentrancyStateChanging } from './reentrancy-state-changing.js';
import { sameOriginRepeat } from './same-origin-repeat.js';
import { selfdestructWithValue } from './selfdestruct-with-value.js';
import { signatureReplay } from './signature-replay.js';
import { swapBothWaysProfit } from './swap-both-ways-profit.js';
import { thirdPartyPull } from './third-party-pull.js';
import { thirdPartyPullSold } from './third-party-pull-sold.js';
import { vaultShareInflation } from './vault-share-inflation.js';

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
  // The others by name.
  accessControlFirstCaller,
  amountOverflow,
  balanceConservationBroken,
  bridgeMintWithoutLock,
  bridgeOutflowSurge,
  cloneSwarm,
  delegatecallToUnknown,
  drainAfterBalanceRead,
  failedTransactionsSurge,
  flashLoanForeignCall,
  flashLoanFromNewContract,
  flashLoanProfit,
  flashLoanVaultChurn,
  frontrunSandwich,
  gasOutlier,
  governanceFlashVote,
  initializerCalledLate,
  jitLiquidity,
  liquidationCascade,
  mintUnbacked,
  oracleSpotSwing,
  outflowDrainsContract,
  outflowLargeDirect,
  profitFromNothing,
  reentrancyReadOnly,
  sameOriginRepeat,
  selfdestructWithValue,
  signatureReplay,
  swapBothWaysProfit,
  thirdPartyPull,
  thirdPartyPullSold,
  vaultShareInflation,
];

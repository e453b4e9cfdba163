import type { Detector } from '../core/detect/detector.js';
import accessControlFirstCaller from './access-control-first-caller.js';
import addressPoisoningDust from './address-poisoning-dust.js';
import addressPoisoningFakeToken from './address-poisoning-fake-token.js';
import addressPoisoningZeroValue from './address-poisoning-zero-value.js';
import adminMultisigThresholdLowered from './admin-multisig-threshold-lowered.js';
import adminOracleReplaced from './admin-oracle-replaced.js';
import adminOwnerChanged from './admin-owner-changed.js';
import adminPauseToggled from './admin-pause-toggled.js';
import adminProxyUpgraded from './admin-proxy-upgraded.js';
import adminTimelockShortened from './admin-timelock-shortened.js';
import amountOverflow from './amount-overflow.js';
import approvalForAllToEoa from './approval-for-all-to-eoa.js';
import approvalThenDrain from './approval-then-drain.js';
import approvalToFlagged from './approval-to-flagged.js';
import approvalToNewContract from './approval-to-new-contract.js';
import approvalUnlimitedToEoa from './approval-unlimited-to-eoa.js';
import balanceConservationBroken from './balance-conservation-broken.js';
import bridgeMintWithoutLock from './bridge-mint-without-lock.js';
import bridgeOutflowSurge from './bridge-outflow-surge.js';
import cloneSwarm from './clone-swarm.js';
import contractAdversarialBytecode from './contract-adversarial-bytecode.js';
import contractCloneOfAttack from './contract-clone-of-attack.js';
import contractDeployedByFreshAddress from './contract-deployed-by-fresh-address.js';
import contractMetamorphic from './contract-metamorphic.js';
import contractRedPill from './contract-red-pill.js';
import delegatecallToUnknown from './delegatecall-to-unknown.js';
import delegation7702Sweeper from './delegation-7702-sweeper.js';
import delegation7702ToFlagged from './delegation-7702-to-flagged.js';
import drainAfterBalanceRead from './drain-after-balance-read.js';
import drainerKnownKit from './drainer-known-kit.js';
import failedTransactionsSurge from './failed-transactions-surge.js';
import flaggedInteraction from './flagged-interaction.js';
import flashLoanForeignCall from './flash-loan-foreign-call.js';
import flashLoanFromNewContract from './flash-loan-from-new-contract.js';
import flashLoanPriceMove from './flash-loan-price-move.js';
import flashLoanProfit from './flash-loan-profit.js';
import flashLoanVaultChurn from './flash-loan-vault-churn.js';
import frontrunSandwich from './frontrun-sandwich.js';
import fundingFromFlagged from './funding-from-flagged.js';
import fundingFromMixer from './funding-from-mixer.js';
import fundingFromNoKycSwap from './funding-from-no-kyc-swap.js';
import gasOutlier from './gas-outlier.js';
import governanceFlashVote from './governance-flash-vote.js';
import governanceSneakyProposal from './governance-sneaky-proposal.js';
import initializerCalledLate from './initializer-called-late.js';
import jitLiquidity from './jit-liquidity.js';
import launderBridgeOut from './launder-bridge-out.js';
import launderPeelChain from './launder-peel-chain.js';
import launderSwapToNative from './launder-swap-to-native.js';
import liquidationCascade from './liquidation-cascade.js';
import mintUnbacked from './mint-unbacked.js';
import mixerDepositSeries from './mixer-deposit-series.js';
import nativePhishingPayable from './native-phishing-payable.js';
import nftOrderForNothing from './nft-order-for-nothing.js';
import nftSleepMint from './nft-sleep-mint.js';
import oracleSpotSwing from './oracle-spot-swing.js';
import outflowDrainsContract from './outflow-drains-contract.js';
import outflowLargeDirect from './outflow-large-direct.js';
import outflowOverHistory from './outflow-over-history.js';
import permitHarvest from './permit-harvest.js';
import permitWithoutSignature from './permit-without-signature.js';
import profitFromNothing from './profit-from-nothing.js';
import reentrancyReadOnly from './reentrancy-read-only.js';
import reentrancyStateChanging from './reentrancy-state-changing.js';
import sameOriginRepeat from './same-origin-repeat.js';
import selfdestructWithValue from './selfdestruct-with-value.js';
import signatureReplay from './signature-replay.js';
import stablecoinBlocklisted from './stablecoin-blocklisted.js';
import stablecoinDepeg from './stablecoin-depeg.js';
import swapBothWaysProfit from './swap-both-ways-profit.js';
import taintInflow from './taint-inflow.js';
import thirdPartyPull from './third-party-pull.js';
import thirdPartyPullSold from './third-party-pull-sold.js';
import tokenBlacklistToggle from './token-blacklist-toggle.js';
import tokenHoneypot from './token-honeypot.js';
import tokenImpersonation from './token-impersonation.js';
import tokenRugLiquidityPull from './token-rug-liquidity-pull.js';
import tokenRugOwnerMint from './token-rug-owner-mint.js';
import vaultShareInflation from './vault-share-inflation.js';
import washTrading from './wash-trading.js';

/** Every detector, by id. Written by `npm run gen` from the files of this folder. */
export const CATALOGUE: readonly Detector[] = [
  accessControlFirstCaller,
  addressPoisoningDust,
  addressPoisoningFakeToken,
  addressPoisoningZeroValue,
  adminMultisigThresholdLowered,
  adminOracleReplaced,
  adminOwnerChanged,
  adminPauseToggled,
  adminProxyUpgraded,
  adminTimelockShortened,
  amountOverflow,
  approvalForAllToEoa,
  approvalThenDrain,
  approvalToFlagged,
  approvalToNewContract,
  approvalUnlimitedToEoa,
  balanceConservationBroken,
  bridgeMintWithoutLock,
  bridgeOutflowSurge,
  cloneSwarm,
  contractAdversarialBytecode,
  contractCloneOfAttack,
  contractDeployedByFreshAddress,
  contractMetamorphic,
  contractRedPill,
  delegatecallToUnknown,
  delegation7702Sweeper,
  delegation7702ToFlagged,
  drainAfterBalanceRead,
  drainerKnownKit,
  failedTransactionsSurge,
  flaggedInteraction,
  flashLoanForeignCall,
  flashLoanFromNewContract,
  flashLoanPriceMove,
  flashLoanProfit,
  flashLoanVaultChurn,
  frontrunSandwich,
  fundingFromFlagged,
  fundingFromMixer,
  fundingFromNoKycSwap,
  gasOutlier,
  governanceFlashVote,
  governanceSneakyProposal,
  initializerCalledLate,
  jitLiquidity,
  launderBridgeOut,
  launderPeelChain,
  launderSwapToNative,
  liquidationCascade,
  mintUnbacked,
  mixerDepositSeries,
  nativePhishingPayable,
  nftOrderForNothing,
  nftSleepMint,
  oracleSpotSwing,
  outflowDrainsContract,
  outflowLargeDirect,
  outflowOverHistory,
  permitHarvest,
  permitWithoutSignature,
  profitFromNothing,
  reentrancyReadOnly,
  reentrancyStateChanging,
  sameOriginRepeat,
  selfdestructWithValue,
  signatureReplay,
  stablecoinBlocklisted,
  stablecoinDepeg,
  swapBothWaysProfit,
  taintInflow,
  thirdPartyPull,
  thirdPartyPullSold,
  tokenBlacklistToggle,
  tokenHoneypot,
  tokenImpersonation,
  tokenRugLiquidityPull,
  tokenRugOwnerMint,
  vaultShareInflation,
  washTrading,
];

import type { CheckRule } from '../rule.js';
import approvalByIncrease from './approval-by-increase.js';
import approvalFarExpiry from './approval-far-expiry.js';
import approvalForAll from './approval-for-all.js';
import approvalHidden from './approval-hidden.js';
import approvalMany from './approval-many.js';
import approvalMoreThanHeld from './approval-more-than-held.js';
import approvalRaised from './approval-raised.js';
import approvalRevoked from './approval-revoked.js';
import approvalSpenderAccount from './approval-spender-account.js';
import approvalSpenderNew from './approval-spender-new.js';
import approvalSpenderUnlabelled from './approval-spender-unlabelled.js';
import approvalToToken from './approval-to-token.js';
import approvalUnasked from './approval-unasked.js';
import approvalUnlimited from './approval-unlimited.js';
import callWithoutCode from './call-without-code.js';
import callsNotFollowed from './calls-not-followed.js';
import contractCanVanish from './contract-can-vanish.js';
import contractDestroyed from './contract-destroyed.js';
import contractLikeAnAttack from './contract-like-an-attack.js';
import contractLooksAround from './contract-looks-around.js';
import contractMadeAgain from './contract-made-again.js';
import contractNew from './contract-new.js';
import contractRunsFlagged from './contract-runs-flagged.js';
import contractUnlabelled from './contract-unlabelled.js';
import contractUpgradedLately from './contract-upgraded-lately.js';
import counterpartyFlagged from './counterparty-flagged.js';
import creditDelegation from './credit-delegation.js';
import delegationAnyChain from './delegation-any-chain.js';
import delegationEnded from './delegation-ended.js';
import delegationNew from './delegation-new.js';
import delegationNoCode from './delegation-no-code.js';
import delegationOfMuch from './delegation-of-much.js';
import delegationOpen from './delegation-open.js';
import delegationOtherChain from './delegation-other-chain.js';
import delegationReplaced from './delegation-replaced.js';
import delegationSweeps from './delegation-sweeps.js';
import delegationToFlagged from './delegation-to-flagged.js';
import delegationUnlabelled from './delegation-unlabelled.js';
import environmentsDiverge from './environments-diverge.js';
import feeBelowBase from './fee-below-base.js';
import feeFarTooHigh from './fee-far-too-high.js';
import innerContractFlagged from './inner-contract-flagged.js';
import insufficientBalance from './insufficient-balance.js';
import liquidityReceiverNotOwn from './liquidity-receiver-not-own.js';
import messageAsksForSecrets from './message-asks-for-secrets.js';
import messageCarriesTypedData from './message-carries-typed-data.js';
import messageIsCall from './message-is-call.js';
import messageIsHash from './message-is-hash.js';
import messageUnreadable from './message-unreadable.js';
import nonceGap from './nonce-gap.js';
import nonceReplacesPending from './nonce-replaces-pending.js';
import nonceUsed from './nonce-used.js';
import orderForNothing from './order-for-nothing.js';
import orderHidden from './order-hidden.js';
import orderMany from './order-many.js';
import orderPrivate from './order-private.js';
import orderProceedsToOthers from './order-proceeds-to-others.js';
import orderReceiverNotOwn from './order-receiver-not-own.js';
import orderUnderpriced from './order-underpriced.js';
import outcomeAllOfAsset from './outcome-all-of-asset.js';
import outcomeBait from './outcome-bait.js';
import outcomeCarriedTransfer from './outcome-carried-transfer.js';
import outcomeControlMoves from './outcome-control-moves.js';
import outcomeHangsOnSwitch from './outcome-hangs-on-switch.js';
import outcomeHeavyGas from './outcome-heavy-gas.js';
import outcomeManyAssetsLeave from './outcome-many-assets-leave.js';
import outcomeNothingBack from './outcome-nothing-back.js';
import outcomePassedToAccount from './outcome-passed-to-account.js';
import outcomePieceForNothing from './outcome-piece-for-nothing.js';
import outcomePulledUnasked from './outcome-pulled-unasked.js';
import outcomeTurnsWithTime from './outcome-turns-with-time.js';
import permitFarExpiry from './permit-far-expiry.js';
import permitManyTokens from './permit-many-tokens.js';
import permitOtherOwner from './permit-other-owner.js';
import permitPieceForAll from './permit-piece-for-all.js';
import permitToAnybody from './permit-to-anybody.js';
import permitToEoa from './permit-to-eoa.js';
import permitUnlimitedToEoa from './permit-unlimited-to-eoa.js';
import permitUnlimitedUnvouched from './permit-unlimited-unvouched.js';
import permit2OtherContract from './permit2-other-contract.js';
import recipientBurn from './recipient-burn.js';
import recipientDelegated from './recipient-delegated.js';
import recipientExchangeOtherAsset from './recipient-exchange-other-asset.js';
import recipientIsToken from './recipient-is-token.js';
import recipientLookalike from './recipient-lookalike.js';
import recipientMixer from './recipient-mixer.js';
import recipientNeverPaid from './recipient-never-paid.js';
import recipientNoKycSwap from './recipient-no-kyc-swap.js';
import recipientOtherChainOnly from './recipient-other-chain-only.js';
import recipientOwnAccount from './recipient-own-account.js';
import recipientTainted from './recipient-tainted.js';
import safeBlindApproval from './safe-blind-approval.js';
import safeControlChanges from './safe-control-changes.js';
import safeDelegatecall from './safe-delegatecall.js';
import signInExpired from './sign-in-expired.js';
import signInOtherAccount from './sign-in-other-account.js';
import signInOtherChain from './sign-in-other-chain.js';
import signInOtherSite from './sign-in-other-site.js';
import signInOtherUri from './sign-in-other-uri.js';
import signatureExpired from './signature-expired.js';
import signatureFarDeadline from './signature-far-deadline.js';
import signatureNonceUsed from './signature-nonce-used.js';
import simulationReverts from './simulation-reverts.js';
import siteBareAddress from './site-bare-address.js';
import siteForeignLetters from './site-foreign-letters.js';
import siteImitates from './site-imitates.js';
import sitePhishing from './site-phishing.js';
import swapFarDeadline from './swap-far-deadline.js';
import swapNoLimit from './swap-no-limit.js';
import swapPoolOffMarket from './swap-pool-off-market.js';
import swapPriceImpact from './swap-price-impact.js';
import swapPriceOff from './swap-price-off.js';
import swapReceiverNotOwn from './swap-receiver-not-own.js';
import swapSandwichExposed from './swap-sandwich-exposed.js';
import tokenHeavyTax from './token-heavy-tax.js';
import tokenImitates from './token-imitates.js';
import tokenTrap from './token-trap.js';
import transferAuthorizationToStranger from './transfer-authorization-to-stranger.js';
import typedDataNoContract from './typed-data-no-contract.js';
import typedDataOtherChain from './typed-data-other-chain.js';
import typedDataUnknownDomain from './typed-data-unknown-domain.js';

/** Every rule of the check, by id. Written by `npm run gen` from the files of this folder. */
export const RULES: readonly CheckRule[] = [
  approvalByIncrease,
  approvalFarExpiry,
  approvalForAll,
  approvalHidden,
  approvalMany,
  approvalMoreThanHeld,
  approvalRaised,
  approvalRevoked,
  approvalSpenderAccount,
  approvalSpenderNew,
  approvalSpenderUnlabelled,
  approvalToToken,
  approvalUnasked,
  approvalUnlimited,
  callWithoutCode,
  callsNotFollowed,
  contractCanVanish,
  contractDestroyed,
  contractLikeAnAttack,
  contractLooksAround,
  contractMadeAgain,
  contractNew,
  contractRunsFlagged,
  contractUnlabelled,
  contractUpgradedLately,
  counterpartyFlagged,
  creditDelegation,
  delegationAnyChain,
  delegationEnded,
  delegationNew,
  delegationNoCode,
  delegationOfMuch,
  delegationOpen,
  delegationOtherChain,
  delegationReplaced,
  delegationSweeps,
  delegationToFlagged,
  delegationUnlabelled,
  environmentsDiverge,
  feeBelowBase,
  feeFarTooHigh,
  innerContractFlagged,
  insufficientBalance,
  liquidityReceiverNotOwn,
  messageAsksForSecrets,
  messageCarriesTypedData,
  messageIsCall,
  messageIsHash,
  messageUnreadable,
  nonceGap,
  nonceReplacesPending,
  nonceUsed,
  orderForNothing,
  orderHidden,
  orderMany,
  orderPrivate,
  orderProceedsToOthers,
  orderReceiverNotOwn,
  orderUnderpriced,
  outcomeAllOfAsset,
  outcomeBait,
  outcomeCarriedTransfer,
  outcomeControlMoves,
  outcomeHangsOnSwitch,
  outcomeHeavyGas,
  outcomeManyAssetsLeave,
  outcomeNothingBack,
  outcomePassedToAccount,
  outcomePieceForNothing,
  outcomePulledUnasked,
  outcomeTurnsWithTime,
  permitFarExpiry,
  permitManyTokens,
  permitOtherOwner,
  permitPieceForAll,
  permitToAnybody,
  permitToEoa,
  permitUnlimitedToEoa,
  permitUnlimitedUnvouched,
  permit2OtherContract,
  recipientBurn,
  recipientDelegated,
  recipientExchangeOtherAsset,
  recipientIsToken,
  recipientLookalike,
  recipientMixer,
  recipientNeverPaid,
  recipientNoKycSwap,
  recipientOtherChainOnly,
  recipientOwnAccount,
  recipientTainted,
  safeBlindApproval,
  safeControlChanges,
  safeDelegatecall,
  signInExpired,
  signInOtherAccount,
  signInOtherChain,
  signInOtherSite,
  signInOtherUri,
  signatureExpired,
  signatureFarDeadline,
  signatureNonceUsed,
  simulationReverts,
  siteBareAddress,
  siteForeignLetters,
  siteImitates,
  sitePhishing,
  swapFarDeadline,
  swapNoLimit,
  swapPoolOffMarket,
  swapPriceImpact,
  swapPriceOff,
  swapReceiverNotOwn,
  swapSandwichExposed,
  tokenHeavyTax,
  tokenImitates,
  tokenTrap,
  transferAuthorizationToStranger,
  typedDataNoContract,
  typedDataOtherChain,
  typedDataUnknownDomain,
];

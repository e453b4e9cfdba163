import type { Address, Hex, Transaction } from '../chain/block.js';
import { FLAGGED_CATEGORIES, type Label } from './detector.js';

/** Kinds of sources that money is taken from by those who do not want to be known. */
export type FundingSource = 'mixer' | 'no-kyc-swap' | 'flagged' | 'other';

/** Withdrawal(address,bytes32,address,uint256): Tornado Cash and its copies pay out with this. */
const MIXER_WITHDRAWAL: Hex = '0xe9e508bad6d4c3227e881ca19068f099da81b5164dd6d62b2eaf1e8bc6c34931';
/** withdraw(bytes,bytes32,bytes32,address,address,uint256,uint256), called on the pool itself. */
const MIXER_WITHDRAW: Hex = '0x21a0adb6';

/** What a payer is: by its labels, or because it pays out in this transaction as mixers do. */
export function sourceOf(payer: Address, tx: Transaction, labelsOf: (address: Address) => readonly Label[]): FundingSource {
  const labels = labelsOf(payer);
  if (labels.some(({ category }) => category === 'mixer') || paysAsMixer(payer, tx)) return 'mixer';
  if (labels.some(({ category }) => category === 'no-kyc-swap')) return 'no-kyc-swap';
  return labels.some(({ category }) => FLAGGED_CATEGORIES.includes(category)) ? 'flagged' : 'other';
}

function paysAsMixer(payer: Address, tx: Transaction): boolean {
  if (tx.receipt?.logs.some(({ address, topics }) => address === payer && topics[0] === MIXER_WITHDRAWAL) === true) return true;
  return tx.frames?.some(({ to, input, failed }) => to === payer && !failed && input.startsWith(MIXER_WITHDRAW)) === true;
}

/** Deposit(bytes32,uint32,uint256) of a mixer's pool. */
export const MIXER_DEPOSIT: Hex = '0xa945e51eec50ab98c161376f0db4cf2aeba3ec92755fe2fcd388bdbbb80ff196';

import type { TransactionView } from '../../contracts/transaction.js';
import { shortAddress } from '../format/address.js';
import { amountText } from '../format/amount.js';
import { countOf } from '../format/number.js';
import { callName } from './selectors.js';

const NATIVE_DECIMALS = 18;

/** What a transaction did, in one sentence, from what was decoded; what was not read is not made up. */
export function summarySentence(
  transaction: Pick<TransactionView, 'from' | 'to' | 'selector' | 'valueWei' | 'status' | 'transfers' | 'frameCount'>,
): string {
  const { from, to, selector, valueWei, status, transfers, frameCount } = transaction;
  const sender = shortAddress(from);
  const value = valueWei === '0' ? '' : ` with ${amountText(valueWei, NATIVE_DECIMALS)} native`;
  const did =
    to === null
      ? `${sender} created a contract${value}`
      : selector === null
        ? `${sender} sent ${amountText(valueWei, NATIVE_DECIMALS)} native to ${shortAddress(to)}`
        : `${sender} called ${callName(selector)} on ${shortAddress(to)}${value}`;
  if (status === 'reverted') return `${did}; it failed and nothing moved.`;
  const movements = transfers === null ? [] : [countOf(transfers.length, 'movement')];
  const calls = frameCount === null || frameCount < 2 ? [] : [`${countOf(frameCount - 1, 'inner call')}`];
  const more = [...movements, ...calls].join(', ');
  return `${did}${more === '' ? '' : `: ${more}`}.`;
}

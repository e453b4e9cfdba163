import { createContext, useContext } from 'react';
import { amountText, isUnlimited } from '../format/amount.js';
import { AddressTag } from '../signs/address-tag.js';
import { knownToken } from './known-tokens.js';

/** Of the transaction that is told: an address is a token of one chain only. */
export const ChainOfTokens = createContext(0);

interface TokenAmountProps {
  readonly amount: string;
  /** Null: the native coin. */
  readonly token: string | null;
  readonly isSigned?: boolean;
}

/** An amount as people read it, exact on hover. */
export function Amount({ amount, token, isSigned = false }: TokenAmountProps) {
  const known = knownToken(useContext(ChainOfTokens), token);
  const text = isUnlimited(amount) ? 'unlimited' : amountText(amount, known?.decimals ?? null);
  const sign = isSigned && !amount.startsWith('-') ? '+' : '';
  return (
    <span title={known === null ? `${amount} of the token’s smallest unit; its decimals are not known` : `${amount} of the smallest unit`}>
      {sign}
      {text}
    </span>
  );
}

export function Token({ token }: { readonly token: string | null }) {
  const known = knownToken(useContext(ChainOfTokens), token);
  if (token === null) return <span>{known?.symbol ?? 'native coin'}</span>;
  return (
    <span className="token">
      {known !== null && <strong>{known.symbol}</strong>} <AddressTag address={token} />
    </span>
  );
}

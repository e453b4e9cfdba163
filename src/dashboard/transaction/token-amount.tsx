import { amountText, isUnlimited } from '../format/amount.js';
import { AddressTag } from '../signs/address-tag.js';

const NATIVE_DECIMALS = 18;

interface TokenAmountProps {
  readonly amount: string;
  /** Null: the native coin. */
  readonly token: string | null;
  readonly isSigned?: boolean;
}

/** An amount as people read it, exact on hover. A token's decimals are not known here: its amounts are in its smallest unit. */
export function Amount({ amount, token, isSigned = false }: TokenAmountProps) {
  const text = isUnlimited(amount) ? 'unlimited' : amountText(amount, token === null ? NATIVE_DECIMALS : null);
  const sign = isSigned && !amount.startsWith('-') ? '+' : '';
  return (
    <span title={`${amount} ${token === null ? 'wei' : 'in the token’s smallest unit'}`}>
      {sign}
      {text}
    </span>
  );
}

export function Token({ token }: { readonly token: string | null }) {
  return token === null ? <span>native coin</span> : <AddressTag address={token} />;
}

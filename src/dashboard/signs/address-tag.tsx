import { useEffect, useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { differingPart, shortAddress } from '../format/address.js';
import { CopyButton } from './copy-button.js';
import { lookAlikes } from './look-alikes.js';
import './address-tag.css';

interface AddressTagProps {
  readonly address: string;
  /** What it is in the story at hand: victim, spender, … */
  readonly partyRole?: string;
  /** False inside a row that is itself a link. */
  readonly isLink?: boolean;
}

/** A short address with its copy button; one that another address imitates shows the digits that differ. */
export function AddressTag({ address, partyRole, isLink = true }: AddressTagProps) {
  useEffect(() => lookAlikes.note(address), [address]);
  const twin = useSyncExternalStore(lookAlikes.subscribe, () => lookAlikes.twinOf(address));
  const text = twin === null ? shortAddress(address) : <Distinguished address={address} twin={twin} />;
  return (
    <span className="address-tag">
      {partyRole !== undefined && <span className="address-role">{partyRole}</span>}
      {isLink ? (
        <Link className="mono" to={`/addresses/${address}`} title={address}>
          {text}
        </Link>
      ) : (
        <span className="mono" title={address}>
          {text}
        </span>
      )}
      <CopyButton text={address} what="address" />
    </span>
  );
}

function Distinguished({ address, twin }: { readonly address: string; readonly twin: string }) {
  const { digits } = differingPart(address, twin);
  return (
    <>
      {address.slice(0, 6)}…<mark className="look-alike-digits">{digits}</mark>…{address.slice(-4)}
      <span className="look-alike" title={`Not the same as ${twin}: the first and last digits are equal, the middle is not.`}>
        ≠ look-alike
      </span>
    </>
  );
}

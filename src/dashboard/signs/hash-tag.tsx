import { Link } from 'react-router';
import { shortHash } from '../format/address.js';
import { CopyButton } from './copy-button.js';

/** A short transaction hash, linked to its page. */
export function HashTag({ hash, isLink = true }: { readonly hash: string; readonly isLink?: boolean }) {
  return (
    <span className="address-tag">
      {isLink ? (
        <Link className="mono" to={`/transactions/${hash}`} title={hash}>
          {shortHash(hash)}
        </Link>
      ) : (
        <span className="mono" title={hash}>
          {shortHash(hash)}
        </span>
      )}
      <CopyButton text={hash} what="hash" />
    </span>
  );
}

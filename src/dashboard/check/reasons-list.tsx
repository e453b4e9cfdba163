import type { CheckAnswer } from '../../contracts/check-answer.js';
import { AddressTag } from '../signs/address-tag.js';
import { SeveritySign } from '../signs/severity-sign.js';

export function Reasons({ reasons }: { readonly reasons: CheckAnswer['reasons'] }) {
  return (
    <ul className="check-reasons">
      {reasons.map(({ id, severity, text, address }) => (
        <li key={`${id}${address ?? ''}${text}`}>
          <SeveritySign severity={severity} />
          <span>{text}</span>
          {address !== null && <AddressTag address={address} />}
        </li>
      ))}
    </ul>
  );
}

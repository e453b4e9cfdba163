import type { AlertView } from '../../contracts/alert.js';
import { measureText } from '../format/number.js';
import { Empty } from '../layout/async-states.js';
import './reasons.css';

/** Each reason as a sentence, with what was seen and what is usual where it is a number. */
export function Reasons({ alert }: { readonly alert: AlertView }) {
  if (alert.reasons.length === 0) return <Empty title="No reason was recorded">The detector’s evidence below says what it saw.</Empty>;
  const hasNumbers = alert.reasons.some(({ value }) => value !== undefined);
  return (
    <div className="reasons">
      <table>
        <thead>
          <tr>
            <th>Reason</th>
            {hasNumbers && <th className="number">Seen</th>}
            {hasNumbers && <th className="number">Usual</th>}
          </tr>
        </thead>
        <tbody>
          {alert.reasons.map((reason) => (
            <tr key={reason.id}>
              <td>{reason.text}</td>
              {hasNumbers && <td className="number reasons-seen">{reason.value === undefined ? '' : measureText(reason.value)}</td>}
              {hasNumbers && <td className="number dim reasons-usual">{reason.usual ?? ''}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

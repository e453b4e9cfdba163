import { riskText } from '../format/number.js';
import './risk-meter.css';

/** 0–100 against the alert budget; a dash where nothing was scored. Not a probability, and it never looks like one. */
export function RiskMeter({ risk }: { readonly risk: number | null }) {
  if (risk === null)
    return (
      <span className="risk-meter dim" title="Not scored">
        not scored
      </span>
    );
  return (
    <span className="risk-meter" title="Risk 0–100: 100 means less than once in ten days on this chain. Not a probability of attack.">
      <span className="risk-meter-track" aria-hidden="true">
        <span className="risk-meter-fill" style={{ width: `${risk}%` }} />
      </span>
      <span className="risk-meter-value">{riskText(risk)}</span>
    </span>
  );
}

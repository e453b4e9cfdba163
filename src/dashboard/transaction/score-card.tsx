import { useState } from 'react';
import type { TransactionView } from '../../contracts/transaction.js';
import { measureText, oneInText } from '../format/number.js';
import { Empty } from '../layout/async-states.js';
import { RangePlot } from '../signs/range-plot.js';
import { RiskMeter } from '../signs/risk-meter.js';
import './score-card.css';

const PART_SENTENCE: Readonly<Record<string, string>> = {
  autoencoder: 'how badly the network redraws it',
  ecod: 'how far out its features lie, one by one',
  forest: 'how quickly random cuts set it apart',
  head: 'how much it looks like known attacks',
  sequence: 'how unexpectedly its calls follow each other',
};

/** The score, its parts, and the features that it saw. */
export function ScoreCard({ transaction }: { readonly transaction: TransactionView }) {
  const [isOpen, setOpen] = useState(false);
  const { parts, features, risk, explanation } = transaction;
  if (risk === null)
    return (
      <Empty title="Not scored">
        No trained model was installed when its block was analysed. Detectors run all the same; the block is counted as partial.
      </Empty>
    );
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <p>
        <RiskMeter risk={risk} /> <span className="dim">of 100; how unusual, not how likely an attack</span>
      </p>
      {parts !== null && <Parts parts={parts} />}
      {explanation !== null && <Explanation explanation={explanation} />}
      {features !== null && (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>All {features.length} features</summary>
          {isOpen && <FeatureTable features={features} />}
        </details>
      )}
    </div>
  );
}

function Parts({ parts }: { readonly parts: NonNullable<TransactionView['parts']> }) {
  return (
    <table>
      <thead>
        <tr>
          <th>Part of the score</th>
          <th className="number">As unusual as</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(parts).map(([part, p]) => (
          <tr key={part}>
            <td>
              {part} <span className="dim">{PART_SENTENCE[part] ?? ''}</span>
            </td>
            <td className="number" title={p === null ? 'no call trace, or no rule' : `p = ${p}`}>
              {p === null ? <span className="dim">nothing to go by</span> : oneInText(p)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the score is made of: each feature against its usual range, and what it adds. */
function Explanation({ explanation }: { readonly explanation: NonNullable<TransactionView['explanation']> }) {
  const { usual, own, steps } = explanation;
  if (steps.length === 0) return <p className="dim">No feature stands out.</p>;
  return (
    <section className="score-steps">
      <h3>
        What stands out <span title="of −log₁₀ p">Adds</span>
      </h3>
      <ol>
        {steps.map(({ feature, sentence, value, usualFrom, usualTo, change }) => (
          <li key={feature}>
            <span>
              {value > (usualFrom + usualTo) / 2 ? 'High' : 'Low'}: {sentence}
            </span>
            <span className="score-adds">{`+${change.toFixed(2)}`}</span>
            <span className="dim">{`${measureText(value)}; usually ${measureText(usualFrom)} to ${measureText(usualTo)}`}</span>
            <RangePlot value={value} from={usualFrom} to={usualTo} />
          </li>
        ))}
      </ol>
      <p className="dim">
        {`From ${usual.toFixed(2)} for a usual transaction to ${own.toFixed(2)} for this one, in powers of ten of rarity; the features that add most.`}
      </p>
    </section>
  );
}

function FeatureTable({ features }: { readonly features: NonNullable<TransactionView['features']> }) {
  return (
    <table>
      <tbody>
        {features.map(({ id, value, known }) => (
          <tr key={id}>
            <td className="mono">{id}</td>
            <td className="number">{known ? measureText(value) : <span className="dim">unknown</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { CheckAnswer } from '../../contracts/check-answer.js';
import { Panel } from '../layout/panel.js';
import { ChainOfTokens } from '../transaction/token-amount.js';
import { CallsCard } from './calls-card.js';
import { CounterpartiesCard } from './counterparties-card.js';
import { EffectsCard } from './effects-card.js';
import { FollowUp } from './follow-up.js';
import { Reasons } from './reasons-list.js';
import { VERDICTS } from './verdict-words.js';

type Reason = CheckAnswer['reasons'][number];

interface VerdictProps {
  readonly answer: CheckAnswer;
  readonly onAgain: (answer: CheckAnswer) => void;
}

/** The verdict first, then why, then what would happen, then what it is made of. */
export function VerdictCard({ answer, onAgain }: VerdictProps) {
  const { sign, word, advice } = VERDICTS[answer.verdict];
  const missing = answer.coverage.filter(({ required, state }) => required && state !== 'ran');
  const grave = answer.reasons.filter(isGrave);
  const others = answer.reasons.filter((reason) => !isGrave(reason));
  return (
    <ChainOfTokens value={answer.chainId}>
      <section className={`verdict verdict-${answer.verdict}`} aria-live="polite">
        <span className="verdict-sign" aria-hidden="true">
          {sign}
        </span>
        <div>
          <h2>{word}</h2>
          <p>{advice}</p>
        </div>
      </section>
      {answer.changes.length > 0 && (
        <Panel title="What changed since">
          <ul className="check-missing">
            {answer.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </Panel>
      )}
      {answer.reasons.length > 0 && (
        <Panel title={grave.length > 0 ? 'Why' : 'Worth knowing'}>
          <Reasons reasons={grave.length > 0 ? grave : others} />
          {grave.length > 0 && others.length > 0 && (
            <details className="check-more">
              <summary>Also noted: {others.length}</summary>
              <Reasons reasons={others} />
            </details>
          )}
        </Panel>
      )}
      {missing.length > 0 && (
        <Panel title="What could not be checked">
          <CoverageList rows={missing} />
        </Panel>
      )}
      <EffectsCard answer={answer} />
      <CallsCard answer={answer} />
      <CounterpartiesCard answer={answer} />
      <FollowUp key={answer.id} answer={answer} onAgain={onAgain} />
      <details className="check-more check-coverage">
        <summary>
          {answer.coverage.length} checks, {answer.simulation.length} simulations, {Math.round(answer.latencyMs)} ms
        </summary>
        <CoverageList rows={answer.coverage} />
      </details>
    </ChainOfTokens>
  );
}

function isGrave({ severity }: Reason): boolean {
  return severity !== 'low' && severity !== 'info';
}

function CoverageList({ rows }: { readonly rows: CheckAnswer['coverage'] }) {
  return (
    <ul className="check-missing">
      {rows.map(({ check, state, why }) => (
        <li key={check}>
          <strong>{check}</strong> <span className="dim">{state}</span> {why}
        </li>
      ))}
    </ul>
  );
}

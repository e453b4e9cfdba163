import { Panel } from '../layout/panel.js';
import type { MonitorProblem } from './draft-body.js';
import { ProblemText } from './field.js';
import './check-panel.css';
import { countOf, countText } from '../format/number.js';
import { isError, placeText } from './problems.js';
import type { MonitorCheck } from './use-monitor-check.js';

interface CheckPanelProps {
  readonly check: MonitorCheck;
  readonly problems: readonly MonitorProblem[];
  /** Fields that are simply not filled in yet. */
  readonly waiting: readonly string[];
  readonly onGoTo: (problem: MonitorProblem) => void;
}

/** Would it work? Said while it is written. */
export function CheckPanel({ check, problems, waiting, onGoTo }: CheckPanelProps) {
  const errors = problems.filter(isError);
  const warnings = problems.filter((problem) => !isError(problem));
  return (
    <Panel title="Would it work?" aside={<span className="dim check-state">{check.state === 'checking' ? 'checking…' : ''}</span>}>
      <p className={`check-word check-${wordKind(check, errors, waiting)}`} role="status">
        {sentenceOf(check, errors, warnings, waiting)}
      </p>
      <ProblemList title="Errors" problems={errors} onGoTo={onGoTo} />
      <ProblemList title="Warnings" problems={warnings} onGoTo={onGoTo} />
      {check.cost !== null && errors.length === 0 && (
        <p className="dim check-cost">
          At most {countText(check.cost.worst)} steps for a transaction with a thousand events; up to 250,000 are allowed.
        </p>
      )}
    </Panel>
  );
}

function wordKind({ state }: MonitorCheck, errors: readonly MonitorProblem[], waiting: readonly string[]): string {
  if (state === 'failed') return 'unknown';
  if (errors.length > 0) return 'bad';
  return waiting.length > 0 ? 'waiting' : 'good';
}

function sentenceOf(
  { state, error }: MonitorCheck,
  errors: readonly MonitorProblem[],
  warnings: readonly MonitorProblem[],
  waiting: readonly string[],
): string {
  if (state === 'failed') return `Not checked: ${error?.message ?? 'no answer'}`;
  if (errors.length > 0) return `✕ Not yet: ${countOf(errors.length, 'problem')}`;
  if (waiting.length > 0) return `Still to be filled in: ${waiting.join(', ')}`;
  return warnings.length > 0 ? `✓ Yes, with ${countOf(warnings.length, 'warning')}` : '✓ Yes';
}

interface ProblemListProps {
  readonly title: string;
  readonly problems: readonly MonitorProblem[];
  readonly onGoTo: (problem: MonitorProblem) => void;
}

function ProblemList({ title, problems, onGoTo }: ProblemListProps) {
  if (problems.length === 0) return null;
  return (
    <ul className="check-problems" aria-label={title}>
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.line} ${problem.column} ${problem.message}`}>
          <button type="button" onClick={() => onGoTo(problem)}>
            <span className={`check-place problem-${problem.severity}`}>{placeText(problem)}</span>
            <span>
              <ProblemText problem={problem} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

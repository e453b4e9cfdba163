import type { ReactNode } from 'react';
import './field.css';
import type { MonitorProblem } from './draft-body.js';
import { elementId, isError, problemsAt } from './problems.js';

/** What the control of a field must carry, so that its label and its problems are read with it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FieldProps {
  /** JSON Pointer into the monitor. */
  readonly path: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problems: readonly MonitorProblem[];
  readonly isWide?: boolean;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A label, its control, what helps, and what is wrong with it. */
export function Field({ path, label, hint, problems, isWide = false, children }: FieldProps) {
  const id = elementId(path);
  const mine = problemsAt(problems, path);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(mine.length === 0 ? [] : [`${id}-problems`])].join(' ');
  return (
    <div className={`field ${isWide ? 'field-wide' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': mine.some(isError) ? true : undefined,
      })}
      {hint !== undefined && (
        <p className="field-hint dim" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <ProblemLines id={`${id}-problems`} problems={mine} />
    </div>
  );
}

/** What is wrong, and what helps; errors and warnings have each their sign. */
export function ProblemLines({ id, problems }: { readonly id?: string; readonly problems: readonly MonitorProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="problem-lines" id={id}>
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.line} ${problem.column} ${problem.message}`} className={`problem-${problem.severity}`}>
          <span aria-hidden="true">{isError(problem) ? '✕' : '!'}</span>
          <span>
            <span className="visually-hidden">{isError(problem) ? 'Error: ' : 'Warning: '}</span>
            <ProblemText problem={problem} />
          </span>
        </li>
      ))}
    </ul>
  );
}

export function ProblemText({ problem: { message, remedy } }: { readonly problem: MonitorProblem }) {
  return (
    <>
      {message.replace(/^./, (letter) => letter.toUpperCase()).replace(/[^.?!]$/, '$&.')}
      {remedy !== null && <span className="problem-remedy"> {remedy.replace(/^./, (letter) => letter.toUpperCase())}</span>}
    </>
  );
}

import type { ReactNode } from 'react';
import './choice-pills.css';
import type { MonitorProblem } from './draft-body.js';
import { ProblemLines } from './field.js';
import { elementId, problemsAt } from './problems.js';

export interface Pill<T> {
  readonly value: T;
  readonly word: string;
  /** What is odd about it: not followed, switched off. */
  readonly note?: string | undefined;
}

interface ChoicePillsProps<T> {
  readonly path: string;
  readonly label: string;
  readonly choices: readonly Pill<T>[];
  readonly chosen: readonly T[];
  readonly problems: readonly MonitorProblem[];
  readonly onChange: (chosen: T[]) => void;
  /** Shown where there is nothing to choose. */
  readonly children?: ReactNode;
}

/** Several of a few. What is chosen stays choosable although nobody offers it any more. */
export function ChoicePills<T extends string | number>({
  path,
  label,
  choices,
  chosen,
  problems,
  onChange,
  children,
}: ChoicePillsProps<T>) {
  const lost = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  const all: readonly Pill<T>[] = [...choices, ...lost.map((value) => ({ value, word: String(value), note: 'unknown here' }))];
  const id = elementId(path);
  return (
    <fieldset className="pills" id={id} tabIndex={-1}>
      <legend className="field-label">{label}</legend>
      <div className="pills-row">
        {all.map(({ value, word, note }) => (
          <label key={value} className="pill">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(checked ? [...chosen, value] : chosen.filter((other) => other !== value))
              }
            />
            {word}
            {note !== undefined && <span className="dim">({note})</span>}
          </label>
        ))}
        {all.length === 0 && children}
      </div>
      <ProblemLines id={`${id}-problems`} problems={problemsAt(problems, path)} />
    </fieldset>
  );
}

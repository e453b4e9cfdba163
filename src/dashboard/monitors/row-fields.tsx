import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MonitorProblem } from './draft-body.js';
import { Field, ProblemLines } from './field.js';
import { elementId } from './problems.js';

interface Column<T> {
  readonly name: Extract<keyof T, string>;
  readonly label: string;
  readonly placeholder: string;
}

interface RowFieldsProps<T> {
  readonly title: string;
  readonly says: ReactNode;
  readonly path: string;
  /** How many rows of another list come before these under the same path; left out: these are all, or the first. */
  readonly after?: number;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly empty: T;
  readonly most: number;
  readonly problems: readonly MonitorProblem[];
  readonly onChange: (rows: T[]) => void;
}

/** A list of rows of text fields, to be added to and taken from. */
export function RowFields<T extends Readonly<Record<string, string>>>(props: RowFieldsProps<T>) {
  const { title, says, path, after, columns, rows, empty, most, problems, onChange } = props;
  const placeOf = (at: number) => `${path}/${at + (after ?? 0)}`;
  const cells = rows.flatMap((_, at) => columns.map(({ name }) => `${placeOf(at)}/${name}`));
  const isOfThese = (place: string) =>
    rows.some((_, at) => place === placeOf(at) || place.startsWith(`${placeOf(at)}/`)) || (after === undefined && place === path);
  const ofRows = problems.filter((problem) => isOfThese(problem.path) && !cells.includes(problem.path));
  return (
    <fieldset className="part" id={after === undefined ? elementId(path) : undefined} tabIndex={-1}>
      <legend>{title}</legend>
      <p className="field-hint dim">{says}</p>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own while they are written
        <div className="part-row" key={at}>
          {columns.map(({ name, label, placeholder }) => (
            <Field key={name} path={`${placeOf(at)}/${name}`} label={label} problems={problems}>
              {(control) => (
                <input
                  {...control}
                  className="field-control mono"
                  spellCheck={false}
                  value={row[name]}
                  placeholder={placeholder}
                  onChange={({ currentTarget: { value } }) =>
                    onChange(rows.map((other, i) => (i === at ? { ...other, [name]: value } : other)))
                  }
                />
              )}
            </Field>
          ))}
          <Button size="compact-sm" variant="default" className="part-remove" onClick={() => onChange(rows.filter((_, i) => i !== at))}>
            Remove
          </Button>
        </div>
      ))}
      <ProblemLines problems={ofRows} />
      {rows.length < most && (
        <Button size="compact-sm" variant="default" onClick={() => onChange([...rows, empty])}>
          Add
        </Button>
      )}
    </fieldset>
  );
}

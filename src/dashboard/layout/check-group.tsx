interface CheckGroupProps<T extends string | number> {
  readonly legend: string;
  readonly offered: readonly { readonly value: T; readonly label: string; readonly says?: string }[];
  readonly chosen: readonly T[];
  /** Beside each other, where they are short; else below each other. */
  readonly isInRow?: boolean;
  /** Said below, such as what it means where none is marked. */
  readonly note?: string | undefined;
  readonly flaw?: string | undefined;
  readonly onChange: (chosen: readonly T[]) => void;
}

/** Some of several, each with a box to mark. */
export function CheckGroup<T extends string | number>({
  legend,
  offered,
  chosen,
  isInRow = false,
  note,
  flaw,
  onChange,
}: CheckGroupProps<T>) {
  return (
    <fieldset className="check-group">
      <legend>{legend}</legend>
      <div className={isInRow ? 'check-group-row' : 'check-group-lines'}>
        {offered.map(({ value, label, says }) => (
          <label key={value} className="check-line">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
              }
            />
            <span>
              {label} {says !== undefined && <small>{says}</small>}
            </span>
          </label>
        ))}
      </div>
      {note !== undefined && <p className="dim">{note}</p>}
      {flaw !== undefined && (
        <p className="error-text" role="alert">
          {flaw}
        </p>
      )}
    </fieldset>
  );
}

import { NativeSelect } from '@mantine/core';
import { severitySchema } from '../../contracts/primitives.js';
import { SEVERITIES_WORST_FIRST, SEVERITY_WORD, type Severity } from '../format/wording.js';

interface SeverityFieldProps {
  readonly value: Severity;
  readonly flaw: string | undefined;
  readonly onChange: (severity: Severity) => void;
}

/** From which severity on a form's thing is told. */
export function SeverityField({ value, flaw, onChange }: SeverityFieldProps) {
  return (
    <NativeSelect
      label="From which severity"
      data={SEVERITIES_WORST_FIRST.map((one) => ({ value: one, label: SEVERITY_WORD[one] }))}
      value={value}
      onChange={(event) => onChange(severitySchema.parse(event.currentTarget.value))}
      error={flaw}
    />
  );
}

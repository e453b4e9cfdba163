import '../incidents/filters.css';
import type { KeyView } from '../../contracts/organisation.js';
import { ACTION_GROUPS } from './access-words.js';
import type { AuditFilter } from './audit-filter.js';

interface AuditChoicesProps {
  readonly filter: AuditFilter;
  readonly keys: readonly KeyView[];
  readonly onChange: (name: keyof AuditFilter, value: string) => void;
}

/** One value of a filter and its word. */
type Choice = readonly [value: string, word: string];

const OUTCOMES: readonly Choice[] = [
  ['done', 'Done'],
  ['refused', 'Refused'],
  ['unknown', 'Not known'],
];

/** A value that a link holds stays a choice, also where it is none of ours. */
function withChosen(choices: readonly Choice[], chosen: string): readonly Choice[] {
  return chosen === '' || choices.some(([value]) => value === chosen) ? choices : [...choices, [chosen, chosen]];
}

/** What was done, by which key, and how it ended. */
export function AuditChoices({ filter, keys, onChange }: AuditChoicesProps) {
  const { action = '', key = '', outcome = '' } = filter;
  const byKey = keys.map(({ id, name, revokedAt }): Choice => [id, revokedAt === null ? name : `${name} (revoked)`]);
  const filters = [
    ['action', 'What', withChosen(ACTION_GROUPS, action), action],
    ['key', 'Who', withChosen(byKey, key), key],
    ['outcome', 'Outcome', OUTCOMES, outcome],
  ] as const;
  return (
    <div className="filters">
      {filters.map(([name, label, choices, chosen]) => (
        <label key={name} className="filter">
          <span className="dim">{label}</span>
          <select value={chosen} onChange={(event) => onChange(name, event.currentTarget.value)}>
            <option value="">Any</option>
            {choices.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

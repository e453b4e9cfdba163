import type { ChainView } from '../../contracts/chain.js';
import { SEVERITIES_WORST_FIRST, SEVERITY_WORD, STATUS_WORD } from '../format/wording.js';
import { filterOf, type IncidentFilter, paramsOf } from './incident-filter.js';
import './filters.css';

interface FiltersProps {
  readonly filter: IncidentFilter;
  readonly chains: readonly ChainView[];
  readonly onChange: (params: Record<string, string>) => void;
}

/** One value of one filter; the empty one means any. */
interface Choice {
  readonly value: string;
  readonly word: string;
}

const SEVERITY_CHOICES: readonly Choice[] = SEVERITIES_WORST_FIRST.map((value) => ({ value, word: SEVERITY_WORD[value] }));
const STATUS_CHOICES: readonly Choice[] = Object.entries(STATUS_WORD).map(([value, word]) => ({ value, word }));

export function Filters({ filter, chains, onChange }: FiltersProps) {
  const params = paramsOf(filter);
  function change(name: string, value: string): void {
    onChange(paramsOf(filterOf(new URLSearchParams({ ...params, [name]: value }))));
  }
  return (
    <div className="filters">
      <Choose name="status" label="Status" choices={STATUS_CHOICES} chosen={params['status']} onChange={change} />
      <Choose name="severity" label="Severity" choices={SEVERITY_CHOICES} chosen={params['severity']} onChange={change} />
      {chains.length > 1 && (
        <Choose
          name="chain"
          label="Chain"
          choices={chains.map((chain) => ({ value: String(chain.chainId), word: chain.name }))}
          chosen={params['chain']}
          onChange={change}
        />
      )}
    </div>
  );
}

interface ChooseProps {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
  readonly onChange: (name: string, value: string) => void;
}

function Choose({ name, label, choices, chosen, onChange }: ChooseProps) {
  return (
    <label className="filter">
      <span className="dim">{label}</span>
      <select value={chosen ?? ''} onChange={(event) => onChange(name, event.currentTarget.value)}>
        <option value="">Any</option>
        {choices.map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

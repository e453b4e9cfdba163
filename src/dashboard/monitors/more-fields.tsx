import { Button } from '@mantine/core';
import type { MonitorDraft } from './draft.js';
import { Field } from './field.js';
import type { FieldsProps } from './fields-props.js';
import { RowFields } from './row-fields.js';

const NO_WINDOW: NonNullable<MonitorDraft['window']> = { for: '10m', counts: 'matches', sum: '', over: '3', groupBy: '' };

/** What goes beyond one match: how often, after what, and what a contract says of itself. */
export function MoreFields({ draft, problems, onChange }: FieldsProps) {
  return (
    <div className="more-parts">
      <WindowFields draft={draft} problems={problems} onChange={onChange} />
      <RowFields
        title="Only after other monitors matched"
        says="Each of them before this one, about the same entity."
        path="/sequence"
        columns={[
          { name: 'monitor', label: 'Monitor', placeholder: 'its id' },
          { name: 'within', label: 'Within', placeholder: '10m' },
          { name: 'by', label: 'About the same', placeholder: 'tx.from' },
        ]}
        rows={draft.sequence}
        empty={{ monitor: '', within: '10m', by: 'tx.from' }}
        most={5}
        problems={problems}
        onChange={(sequence) => onChange({ sequence })}
      />
      <RowFields
        title="View calls"
        says={
          <>
            Read at every block: <code>state.now.supply</code>, and one block before <code>state.before.supply</code>.
          </>
        }
        path="/reads"
        columns={[
          { name: 'id', label: 'Name', placeholder: 'supply' },
          { name: 'address', label: 'Contract', placeholder: '0x…' },
          { name: 'function', label: 'Function', placeholder: 'function totalSupply() view returns (uint256)' },
          { name: 'args', label: 'Arguments', placeholder: '[] as JSON' },
        ]}
        rows={draft.reads}
        empty={{ id: '', address: '', function: '', args: '' }}
        most={10}
        problems={problems}
        onChange={(reads) => onChange({ reads })}
      />
      <RowFields
        title="Storage"
        says={
          <>
            Words that no function tells, read as view calls are: <code>state.now.owner != state.before.owner</code>.
          </>
        }
        path="/reads"
        after={draft.reads.length}
        columns={[
          { name: 'id', label: 'Name', placeholder: 'owner' },
          { name: 'address', label: 'Contract', placeholder: '0x…' },
          { name: 'slot', label: 'Slot', placeholder: '0, or 0x…' },
          { name: 'type', label: 'Type', placeholder: 'address' },
          { name: 'offset', label: 'Bytes to its right', placeholder: '0' },
        ]}
        rows={draft.slots}
        empty={{ id: '', address: '', slot: '', type: '', offset: '' }}
        most={10}
        problems={problems}
        onChange={(slots) => onChange({ slots })}
      />
    </div>
  );
}

function WindowFields({ draft, problems, onChange }: FieldsProps) {
  const { window } = draft;
  const change = (part: Partial<NonNullable<MonitorDraft['window']>>) => onChange({ window: { ...NO_WINDOW, ...window, ...part } });
  const text = (name: 'for' | 'sum' | 'over' | 'groupBy', label: string, hint?: string) => (
    <Field path={`/window/${name}`} label={label} hint={hint} problems={problems}>
      {(control) => (
        <input
          {...control}
          className="field-control mono"
          spellCheck={false}
          value={window?.[name] ?? ''}
          onChange={({ currentTarget: { value } }) => change({ [name]: value })}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="part">
      <legend>Only when it happens often</legend>
      {window === null ? (
        <Button size="compact-sm" variant="default" onClick={() => onChange({ window: NO_WINDOW })}>
          Add a window
        </Button>
      ) : (
        <div className="part-row">
          {text('for', 'Within', '10m, 2h, at most 7d')}
          <Field path="/window/counts" label="What counts" problems={[]}>
            {(control) => (
              <select
                {...control}
                className="field-control"
                value={window.counts}
                onChange={({ currentTarget: { value } }) => change({ counts: value === 'sum' ? 'sum' : 'matches' })}
              >
                <option value="matches">matches</option>
                <option value="sum">a sum</option>
              </select>
            )}
          </Field>
          {window.counts === 'sum' && text('sum', 'Sum of', 'transfer.amount')}
          {text('over', 'More than', window.counts === 'sum' ? 'amount("1000", 18)' : undefined)}
          {text('groupBy', 'Counted apart by', 'Empty: all together')}
          <Button size="compact-sm" variant="default" className="part-remove" onClick={() => onChange({ window: null })}>
            Remove the window
          </Button>
        </div>
      )}
    </fieldset>
  );
}

import type { ChangeEvent } from 'react';
import { useChains } from '../chains/use-chains.js';
import { ChoicePills } from './choice-pills.js';
import { type MonitorDraft, SUBJECTS, type Subject, slugOf } from './draft.js';
import { Field } from './field.js';
import type { FieldsProps } from './fields-props.js';

export const SUBJECT_WORDS: Readonly<Record<Subject, string>> = {
  transaction: 'each transaction',
  event: 'each event',
  call: 'each call, inner ones too',
  transfer: 'each transfer of coins and tokens',
  block: 'each block',
  finding: 'each finding of the catalogue',
};

/** What it is called, where it looks and at what. */
export function SubjectFields({ draft, problems, isNew, onChange }: FieldsProps & { readonly isNew: boolean }) {
  const chains = useChains();
  const retitle = (title: string): Partial<MonitorDraft> =>
    isNew && (draft.id === '' || draft.id === slugOf(draft.title)) ? { title, id: slugOf(title) } : { title };
  async function readFile({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = currentTarget.files?.[0];
    currentTarget.value = '';
    if (file !== undefined) onChange({ abi: await file.text() });
  }
  const subject = SUBJECTS.find((one) => one === draft.on);
  return (
    <div className="fields">
      <Field path="/title" label="Title" problems={problems}>
        {(control) => (
          <input
            {...control}
            className="field-control"
            value={draft.title}
            maxLength={200}
            onChange={({ currentTarget: { value } }) => onChange(retitle(value))}
          />
        )}
      </Field>
      <Field path="/id" label="Id" problems={problems} hint={isNew ? 'Stays as it is once it is saved.' : undefined}>
        {(control) => (
          <input
            {...control}
            className="field-control mono"
            value={draft.id}
            readOnly={!isNew}
            spellCheck={false}
            onChange={({ currentTarget: { value } }) => onChange({ id: value })}
          />
        )}
      </Field>
      <Field path="/on" label="Asked about" problems={problems}>
        {(control) => (
          <select
            {...control}
            className="field-control"
            value={subject}
            onChange={({ currentTarget: { value } }) => onChange({ on: SUBJECTS.find((one) => one === value) ?? draft.on })}
          >
            {SUBJECTS.map((one) => (
              <option key={one} value={one}>
                {SUBJECT_WORDS[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ChoicePills
        path="/chains"
        label="Chains"
        choices={(chains.data?.items ?? []).map(({ chainId, name }) => ({ value: chainId, word: name }))}
        chosen={draft.chains}
        problems={problems}
        onChange={(next) => onChange({ chains: next })}
      >
        <span className="dim">{chains.isPending ? 'Loading…' : 'No chain is followed here.'}</span>
      </ChoicePills>
      <Field path="/addresses" label="Addresses" isWide problems={problems} hint="One a line. None: all of the chain.">
        {(control) => (
          <textarea
            {...control}
            className="field-control mono"
            rows={2}
            spellCheck={false}
            value={draft.addresses}
            placeholder="0x…"
            onChange={({ currentTarget: { value } }) => onChange({ addresses: value })}
          />
        )}
      </Field>
      <details className="field-wide more" open={draft.abi !== ''}>
        <summary>ABI{draft.abi === '' ? ': the events and functions of common tokens' : ''}</summary>
        <Field
          path="/abi"
          label="ABI"
          problems={problems}
          hint={
            <>
              Lines such as <code>event Paused(address account)</code>, or JSON.{' '}
              <label className="file-choice">
                From a file
                <input type="file" accept=".json,.abi,.txt,application/json" onChange={(event) => void readFile(event)} />
              </label>
            </>
          }
        >
          {(control) => (
            <textarea
              {...control}
              className="field-control mono"
              rows={5}
              spellCheck={false}
              value={draft.abi}
              onChange={({ currentTarget: { value } }) => onChange({ abi: value })}
            />
          )}
        </Field>
      </details>
    </div>
  );
}

import { NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ChannelView } from '../../contracts/channel.js';
import { flawsOf } from '../layout/form-flaws.js';
import { SeverityField } from '../signs/severity-field.js';
import { type ChannelDraft, draftOf, NEW_DRAFT } from './channel-draft.js';
import { KIND_FORMS, kindForm } from './channel-kinds.js';
import { ChannelReach } from './channel-reach.js';
import { SecretField } from './secret-field.js';
import { type Saved, useChannelForm } from './use-channel-form.js';
import './channel-form.css';
import { FormEnd } from '../layout/form-end.js';

interface ChannelFormProps {
  /** Null: a new one. */
  readonly channel: ChannelView | null;
  readonly onSaved: (saved: Saved) => void;
  readonly onClose: () => void;
}

const FIELDS = ['id', 'target', 'secretRef', 'apiUrl', 'minSeverity', 'digest', 'minGapS', 'ratePerMinute', 'chains', 'addresses'];

/** Makes a channel or changes one. What is wrong is said at its field, by the service's own words. */
export function ChannelForm({ channel, onSaved, onClose }: ChannelFormProps) {
  const [kind, setKind] = useState<string>(channel?.kind ?? 'webhook');
  const [draft, setDraft] = useState<ChannelDraft>(channel === null ? NEW_DRAFT : draftOf(channel));
  const { mutate, isPending, error } = useChannelForm(channel, onSaved);
  const form = kindForm(kind);
  const { fields, whole } = flawsOf(error, FIELDS);
  const change = (part: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...part }));
  if (form === null) return <p>Channels of the kind {kind} are changed over the API.</p>;
  const known = form;

  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate({ draft, form: known });
  }

  return (
    <form className="channel-form" onSubmit={submit}>
      {channel === null && (
        <>
          <NativeSelect
            label="Kind"
            data={KIND_FORMS.map(({ kind: value, word }) => ({ value, label: word }))}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
          />
          <TextInput
            label="Name"
            description="Lower-case letters, digits and dashes"
            placeholder="on-call"
            value={draft.id}
            onChange={(event) => change({ id: event.currentTarget.value })}
            error={fields['id']}
            maxLength={63}
            required
            data-autofocus
          />
        </>
      )}
      <TextInput
        label={form.target.label}
        description={channel === null ? form.target.help : `Now ${channel.target}. Left empty, it stays.`}
        placeholder={form.target.placeholder}
        value={draft.target}
        onChange={(event) => change({ target: event.currentTarget.value })}
        error={fields['target']}
        required={channel === null && form.isTargetOptional !== true}
        autoComplete="off"
        spellCheck={false}
      />
      {form.secret !== undefined && (
        <SecretField label={form.secret} draft={draft} onChange={change} error={fields['secretRef']} isNew={channel === null} />
      )}
      {form.apiUrl !== undefined && (
        <TextInput
          label={form.apiUrl.label}
          description="Left empty: the service’s own"
          placeholder={form.apiUrl.placeholder}
          value={draft.apiUrl}
          onChange={(event) => change({ apiUrl: event.currentTarget.value })}
          error={fields['apiUrl']}
        />
      )}
      <SeverityField value={draft.minSeverity} flaw={fields['minSeverity']} onChange={(minSeverity) => change({ minSeverity })} />
      <ChannelReach draft={draft} form={form} fields={fields} onChange={change} />
      <FormEnd submit={channel === null ? 'Add the channel' : 'Save'} isPending={isPending} flaw={whole} onCancel={onClose} />
    </form>
  );
}

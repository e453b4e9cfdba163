import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { EscalationView } from '../../contracts/escalation.js';
import { CheckGroup } from '../layout/check-group.js';
import { FormEnd } from '../layout/form-end.js';
import { flawsOf } from '../layout/form-flaws.js';
import { client } from '../session/client.js';
import { SeverityField } from '../signs/severity-field.js';
import { type EscalationDraft, NEW_POLICY, policyDraftOf, type StepDraft, withStep } from './escalation-draft.js';
import { useSavePolicy } from './use-escalations.js';

interface EscalationFormProps {
  /** Null: a new one. */
  readonly policy: EscalationView | null;
  /** Ids of those that there are. */
  readonly channels: readonly string[];
  readonly taken: readonly string[];
  readonly onDone: () => void;
}

const MOST_STEPS = 10;
const MOST_MONITORS = 200;

/** Makes a policy or changes one. What is wrong is said at its field, by the service's own words. */
export function EscalationForm({ policy, channels, taken, onDone }: EscalationFormProps) {
  const [draft, setDraft] = useState<EscalationDraft>(policy === null ? NEW_POLICY : policyDraftOf(policy));
  const { mutate, isPending, error } = useSavePolicy(policy, taken, onDone);
  const { fields, whole } = flawsOf(error, ['title', 'minSeverity', 'monitors', 'detectors', 'steps']);
  const change = (part: Partial<EscalationDraft>) => setDraft((before) => ({ ...before, ...part }));
  const changeStep = (key: number, part: Partial<StepDraft>) =>
    change({ steps: draft.steps.map((step) => (step.key === key ? { ...step, ...part } : step)) });

  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate(draft);
  }

  return (
    <form className="escalation-form" onSubmit={submit}>
      <TextInput
        label="Name"
        value={draft.title}
        placeholder="Nobody on call answers"
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={fields['title']}
        maxLength={200}
        required
        data-autofocus
      />
      <SeverityField value={draft.minSeverity} flaw={fields['minSeverity']} onChange={(minSeverity) => change({ minSeverity })} />
      <NativeSelect
        label="About"
        data={[
          { value: 'everything', label: 'whatever raised it' },
          { value: 'some', label: 'chosen monitors and detectors' },
        ]}
        value={draft.about}
        onChange={(event) => change({ about: event.currentTarget.value === 'some' ? 'some' : 'everything' })}
      />
      {draft.about === 'some' && <Origins draft={draft} fields={fields} onChange={change} />}
      <fieldset className="escalation-fields">
        <legend>Steps, while nobody acknowledges it</legend>
        {draft.steps.map((step, place) => (
          <div key={step.key} className="escalation-step">
            <TextInput
              label="Minutes since it began to wait"
              value={step.minutes}
              inputMode="numeric"
              onChange={(event) => changeStep(step.key, { minutes: event.currentTarget.value })}
              required
            />
            <CheckGroup
              legend={`Step ${place + 1} tells`}
              offered={[...new Set([...channels, ...step.channels])].map((id) => ({
                value: id,
                label: channels.includes(id) ? id : `${id} (removed)`,
              }))}
              chosen={step.channels}
              onChange={(chosen) => changeStep(step.key, { channels: chosen })}
            />
            {draft.steps.length > 1 && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => change({ steps: draft.steps.filter(({ key }) => key !== step.key) })}
              >
                Remove step {place + 1}
              </Button>
            )}
          </div>
        ))}
        {fields['steps'] !== undefined && (
          <p className="error-text" role="alert">
            {fields['steps']}
          </p>
        )}
        {draft.steps.length < MOST_STEPS && (
          <Button size="compact-sm" variant="default" onClick={() => change({ steps: withStep(draft.steps) })}>
            One more step
          </Button>
        )}
      </fieldset>
      <FormEnd submit={policy === null ? 'Add the policy' : 'Save'} isPending={isPending} flaw={whole} onCancel={onDone} />
    </form>
  );
}

interface OriginsProps {
  readonly draft: EscalationDraft;
  readonly fields: Readonly<Record<string, string>>;
  readonly onChange: (part: Partial<EscalationDraft>) => void;
}

/** Which monitors and detectors it is about. */
function Origins({ draft, fields, onChange }: OriginsProps) {
  const monitors = useQuery({
    queryKey: ['monitors', 'choices'],
    queryFn: ({ signal }) => client.monitors.list({ limit: MOST_MONITORS }, signal),
  });
  const known = (monitors.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const gone = draft.monitors.filter((id) => !known.some(({ value }) => value === id)).map((id) => ({ value: id, label: id }));
  return (
    <>
      <CheckGroup
        legend="Monitors"
        offered={[...known, ...gone]}
        chosen={draft.monitors}
        note={known.length > 0 ? undefined : monitors.isPending ? 'Asking for them…' : (monitors.error?.message ?? 'You have none.')}
        flaw={fields['monitors']}
        onChange={(chosen) => onChange({ monitors: chosen })}
      />
      <Textarea
        label="Detectors"
        description="Ids, one a line, such as reentrancy-state-changing"
        value={draft.detectors}
        onChange={(event) => onChange({ detectors: event.currentTarget.value })}
        error={fields['detectors']}
        autosize
        minRows={2}
        spellCheck={false}
      />
    </>
  );
}

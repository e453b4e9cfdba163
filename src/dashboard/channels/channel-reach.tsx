import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useChains } from '../chains/use-chains.js';
import { durationText } from '../format/time.js';
import { CheckGroup } from '../layout/check-group.js';
import type { ChannelDraft } from './channel-draft.js';
import type { KindForm } from './channel-kinds.js';

interface ChannelReachProps {
  readonly draft: ChannelDraft;
  readonly form: KindForm;
  readonly fields: Readonly<Record<string, string>>;
  readonly onChange: (part: Partial<ChannelDraft>) => void;
}

const DIGESTS_S = [60, 300, 900, 3_600, 86_400];
const GAPS_S = [60, 300, 900, 3_600];

/** Choices of a duration; one that the channel has already is among them. */
function choicesOf(none: string, steps: readonly number[], chosen: string) {
  const own = Number(chosen);
  const all = chosen === '' || steps.includes(own) ? steps : [...steps, own].sort((a, b) => a - b);
  return [{ value: '', label: none }, ...all.map((s) => ({ value: String(s), label: `every ${durationText(s)}` }))];
}

/** How often, and about what: rarely needed, so it is folded up. */
export function ChannelReach({ draft, form, fields, onChange }: ChannelReachProps) {
  const { data } = useChains();
  const followed = data?.items ?? [];
  const others = draft.chains.filter((id) => !followed.some(({ chainId }) => chainId === id));
  const isFlawed = ['digest', 'minGapS', 'ratePerMinute', 'chains', 'addresses'].some((field) => fields[field] !== undefined);
  const isNarrowed = draft.chains.length > 0 || draft.addresses !== '' || `${draft.digestS}${draft.minGapS}${draft.ratePerMinute}` !== '';

  return (
    <details className="channel-reach" open={isFlawed || isNarrowed || undefined}>
      <summary>How often, and about what</summary>
      <div className="channel-reach-fields">
        {form.takesNoDigest !== true && (
          <NativeSelect
            label="Digest"
            description="Collects messages and tells them together; critical ones go at once"
            data={choicesOf('one by one, at once', DIGESTS_S, draft.digestS)}
            value={draft.digestS}
            onChange={(event) => onChange({ digestS: event.currentTarget.value })}
            error={fields['digest']}
          />
        )}
        <NativeSelect
          label="About the same incident"
          description="What is worse than before, or withdrawn, goes at once"
          data={choicesOf('whenever something is new', GAPS_S, draft.minGapS)}
          value={draft.minGapS}
          onChange={(event) => onChange({ minGapS: event.currentTarget.value })}
          error={fields['minGapS']}
        />
        <TextInput
          label="At most so many a minute"
          description="Beside the limit of the service; left empty: no other limit"
          type="number"
          min={0.1}
          max={6_000}
          step="any"
          value={draft.ratePerMinute}
          onChange={(event) => onChange({ ratePerMinute: event.currentTarget.value })}
          error={fields['ratePerMinute']}
        />
        <CheckGroup
          legend="Chains"
          offered={[
            ...followed.map(({ chainId, name }) => ({ value: chainId, label: name })),
            ...others.map((chainId) => ({ value: chainId, label: `chain ${chainId}` })),
          ]}
          chosen={draft.chains}
          isInRow
          note={draft.chains.length === 0 ? 'None is marked: all of them.' : 'Only the marked ones.'}
          flaw={fields['chains']}
          onChange={(chains) => onChange({ chains })}
        />
        <Textarea
          label="Addresses"
          description="Only what concerns one of them, one a line; left empty: whatever it concerns"
          rows={3}
          value={draft.addresses}
          onChange={(event) => onChange({ addresses: event.currentTarget.value })}
          error={fields['addresses']}
          spellCheck={false}
        />
      </div>
    </details>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { SEVERITIES_WORST_FIRST, SEVERITY_WORD } from '../format/wording.js';
import { client } from '../session/client.js';
import { ChoicePills } from './choice-pills.js';
import { Field } from './field.js';
import type { FieldsProps } from './fields-props.js';

/** Who hears of a match, how loudly and how often. */
export function RouteFields({ draft, problems, onChange }: FieldsProps) {
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => client.channels.list(signal) });
  return (
    <div className="fields">
      <Field path="/severity" label="Severity" problems={problems}>
        {(control) => (
          <select
            {...control}
            className="field-control"
            value={draft.severity}
            onChange={({ currentTarget: { value } }) =>
              onChange({ severity: SEVERITIES_WORST_FIRST.find((one) => one === value) ?? draft.severity })
            }
          >
            {SEVERITIES_WORST_FIRST.map((one) => (
              <option key={one} value={one}>
                {SEVERITY_WORD[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field path="/risk" label="Risk" problems={problems} hint="0–100. Empty: the transaction’s own score.">
        {(control) => (
          <input
            {...control}
            className="field-control"
            inputMode="decimal"
            value={draft.risk}
            onChange={({ currentTarget: { value } }) => onChange({ risk: value })}
          />
        )}
      </Field>
      <Field path="/cooldown" label="Cooldown" problems={problems} hint="Silent for so long after a match: 10m, 2h, 1d.">
        {(control) => (
          <input
            {...control}
            className="field-control"
            value={draft.cooldown}
            placeholder="none"
            onChange={({ currentTarget: { value } }) => onChange({ cooldown: value })}
          />
        )}
      </Field>
      <Field path="/owner" label="Owner" problems={problems} hint="Who answers for it.">
        {(control) => (
          <input
            {...control}
            className="field-control"
            value={draft.owner}
            maxLength={200}
            onChange={({ currentTarget: { value } }) => onChange({ owner: value })}
          />
        )}
      </Field>
      <div className="field-wide">
        <ChoicePills
          path="/channels"
          label="Channels"
          choices={(channels.data?.items ?? []).map(({ id, kind, enabled }) => ({
            value: id,
            word: `${id} · ${kind}`,
            note: enabled ? undefined : 'switched off',
          }))}
          chosen={draft.channels}
          problems={problems}
          onChange={(next) => onChange({ channels: next })}
        >
          <span className="dim">{channels.isPending ? 'Loading…' : <NoChannel error={channels.error} />}</span>
        </ChoicePills>
      </div>
      <label className="field-wide pill-line">
        <input type="checkbox" checked={draft.muted} onChange={({ currentTarget: { checked } }) => onChange({ muted: checked })} /> Muted:
        matches are on record, and no channel hears of them
      </label>
    </div>
  );
}

function NoChannel({ error }: { readonly error: Error | null }) {
  if (error !== null) return <>The channels could not be loaded: {error.message}</>;
  return (
    <>
      There is no channel yet. <Link to="/channels">Make one</Link>, or mute the monitor to have its matches on record only.
    </>
  );
}

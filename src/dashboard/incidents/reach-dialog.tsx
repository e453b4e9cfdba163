import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { IncidentDetail } from '../../contracts/alert.js';
import { shortAddress } from '../format/address.js';
import { durationText } from '../format/time.js';
import { namesAddress, namesDetector, type ReachDraft, SCOPE_WORD, type Scope } from './incident-reach.js';
import { partiesOf } from './parties.js';

interface ReachDialogProps {
  readonly incident: IncidentDetail;
  readonly isOpen: boolean;
  readonly title: string;
  readonly action: string;
  readonly scopes: readonly Scope[];
  /** True where it may hold until somebody lifts it. */
  readonly mayLast: boolean;
  /** What is going to be silent, and what is not. */
  readonly says: string;
  readonly onDone: (draft: ReachDraft) => void;
  readonly onClose: () => void;
}

const TIMES_S = [3_600, 86_400, 604_800, 2_592_000, 7_776_000];
const SHORTEST_REASON = 3;

/** How far, for how long and why: what is wider than an incident is said with a reason, for others will ask. */
export function ReachDialog({ isOpen, onClose, title, ...form }: ReachDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <ReachForm {...form} onClose={onClose} />
    </Modal>
  );
}

type ReachFormProps = Omit<ReachDialogProps, 'isOpen' | 'title'>;

function ReachForm({ incident, action, scopes, mayLast, says, onDone, onClose }: ReachFormProps) {
  const detectors = [...new Set(incident.alerts.map(({ detector }) => detector.id))];
  const parties = partiesOf(incident);
  const [draft, setDraft] = useState<ReachDraft>({
    scope: scopes[0] ?? 'incident',
    detectorId: detectors[0] ?? '',
    address: incident.subject.address,
    forS: '86400',
    reason: '',
  });
  const change = (part: Partial<ReachDraft>) => setDraft((before) => ({ ...before, ...part }));
  const needsReason = draft.scope !== 'incident';

  function submit(event: FormEvent): void {
    event.preventDefault();
    onDone(draft);
    onClose();
  }

  return (
    <form className="reach-form" onSubmit={submit}>
      <p className="dim">{says}</p>
      <NativeSelect
        label="How far"
        data={scopes.map((value) => ({ value, label: SCOPE_WORD[value] }))}
        value={draft.scope}
        onChange={(event) => change({ scope: scopes.find((scope) => scope === event.currentTarget.value) ?? draft.scope })}
        data-autofocus
      />
      {namesDetector(draft.scope) && (
        <NativeSelect
          label="Detector"
          data={detectors}
          value={draft.detectorId}
          onChange={(event) => change({ detectorId: event.currentTarget.value })}
        />
      )}
      {namesAddress(draft.scope) && (
        <NativeSelect
          label="Address"
          data={parties.map(({ address, role }) => ({ value: address, label: `${shortAddress(address)} (${role})` }))}
          value={draft.address}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label="For how long"
        data={[
          ...TIMES_S.map((s) => ({ value: String(s), label: durationText(s) })),
          ...(mayLast && needsReason ? [{ value: '', label: 'until it is lifted' }] : []),
        ]}
        value={draft.forS}
        onChange={(event) => change({ forS: event.currentTarget.value })}
      />
      <TextInput
        label="Why"
        description={needsReason ? 'Others will ask: it is kept with it' : 'Kept in the timeline'}
        value={draft.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        required={needsReason}
        minLength={SHORTEST_REASON}
        maxLength={500}
      />
      <div className="dialog-buttons">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={needsReason && draft.reason.trim().length < SHORTEST_REASON}>
          {action}
        </Button>
      </div>
    </form>
  );
}

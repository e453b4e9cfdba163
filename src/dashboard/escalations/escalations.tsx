import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { EscalationView } from '../../contracts/escalation.js';
import { countOf } from '../format/number.js';
import { SEVERITY_WORD } from '../format/wording.js';
import { Failed } from '../layout/async-states.js';
import { ConfirmDialog } from '../layout/confirm-dialog.js';
import { Panel } from '../layout/panel.js';
import { useSession } from '../session/use-session.js';
import { stepText } from './escalation-draft.js';
import { EscalationForm } from './escalation-form.js';
import { useEscalations, useRemovePolicy } from './use-escalations.js';
import './escalations.css';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'change' | 'remove'; readonly policy: EscalationView } | null;

/** Who hears of an incident that nobody acknowledges, and when. */
export function Escalations({ channels }: { readonly channels: readonly string[] }) {
  const { may } = useSession();
  const [dialog, setDialog] = useState<Dialog>(null);
  const policies = useEscalations();
  const close = () => setDialog(null);
  const { mutate: remove, isPending, error: notRemoved, reset } = useRemovePolicy(close);
  const items = policies.data?.items ?? [];
  const add = (
    <Button size="xs" variant="default" onClick={() => setDialog({ kind: 'add' })}>
      Add a policy
    </Button>
  );
  return (
    <Panel title="When nobody answers" aside={may('write') ? add : undefined}>
      {policies.error !== null && policies.data === undefined && (
        <Failed error={policies.error} what="the policies" onRetry={() => void policies.refetch()} />
      )}
      {policies.isSuccess && items.length === 0 && (
        <p className="dim">
          An incident that nobody acknowledges stays with the channels that heard of it. A policy tells others, step by step.
        </p>
      )}
      <ul>
        {items.map((policy) => (
          <li key={policy.id} className="escalation">
            <div>
              <strong>{policy.title}</strong>
              <small className="dim">{reachText(policy)}</small>
            </div>
            <ol className="escalation-steps">
              {policy.steps.map((step) => (
                <li key={step.afterMinutes}>{stepText(step)}</li>
              ))}
            </ol>
            {may('write') && (
              <div className="escalation-end">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Change ${policy.title}`}
                  onClick={() => setDialog({ kind: 'change', policy })}
                >
                  Change
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Remove ${policy.title}`}
                  onClick={() => {
                    reset();
                    setDialog({ kind: 'remove', policy });
                  }}
                >
                  Remove
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Modal
        opened={dialog?.kind === 'add' || dialog?.kind === 'change'}
        onClose={close}
        title={dialog?.kind === 'change' ? dialog.policy.title : 'When nobody answers'}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={false}
        // Without a transition: which policy it is about is gone when it closes.
        transitionProps={{ duration: 0 }}
      >
        <EscalationForm
          policy={dialog?.kind === 'change' ? dialog.policy : null}
          channels={channels}
          taken={items.map(({ id }) => id)}
          onDone={close}
        />
      </Modal>
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          isOpen
          title={`Remove ${dialog.policy.title}?`}
          action="Remove the policy"
          isPending={isPending}
          error={notRemoved}
          onConfirm={() => remove(dialog.policy.id)}
          onClose={close}
        >
          <p>Incidents that wait now are escalated by it no further.</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}

function reachText({ minSeverity, monitors, detectors }: EscalationView): string {
  const of = [
    monitors === null ? null : countOf(monitors.length, 'monitor'),
    detectors === null ? null : countOf(detectors.length, 'detector'),
  ].filter((part) => part !== null);
  return `${SEVERITY_WORD[minSeverity]} and worse, ${of.length === 0 ? 'whatever raised it' : `of ${of.join(' and ')}`}`;
}

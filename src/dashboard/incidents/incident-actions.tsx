import { Button, Menu, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { IncidentDetail } from '../../contracts/alert.js';
import { isActive } from '../format/wording.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { useNow } from '../signs/use-now.js';
import { type IncidentAction, useIncidentAction } from './use-incident-action.js';

const ACTION_WORD: Readonly<Record<IncidentAction['kind'], string>> = {
  acknowledge: 'acknowledging',
  resolve: 'resolving',
  'false-positive': 'calling it a false positive',
  assign: 'assigning',
  mute: 'muting',
  unmute: 'ending the mute',
};

export function IncidentActions({ incident }: { readonly incident: IncidentDetail }) {
  const { mutate, isPending, error, variables, reset } = useIncidentAction(incident.id);
  const isOpen = incident.status === 'open';
  const now = useNow();
  const isMuted = incident.mutedUntil !== null && Date.parse(incident.mutedUntil) > now;
  useShortcut('a', () => {
    if (isOpen && !isPending) mutate({ kind: 'acknowledge' });
  });
  return (
    <div className="incident-actions">
      <Button size="sm" disabled={!isOpen} onClick={() => mutate({ kind: 'acknowledge' })} title="Acknowledge (a)">
        {incident.status === 'acknowledged' ? 'Acknowledged' : 'Acknowledge'}
      </Button>
      <Button size="sm" variant="default" disabled={!isActive(incident.status)} onClick={() => mutate({ kind: 'resolve' })}>
        Resolve
      </Button>
      <Button size="sm" variant="default" disabled={!isActive(incident.status)} onClick={() => mutate({ kind: 'false-positive' })}>
        False positive
      </Button>
      <Assign assignee={incident.assignee} onAssign={(assignee) => mutate({ kind: 'assign', assignee })} />
      {isMuted ? (
        <Button size="sm" variant="default" onClick={() => mutate({ kind: 'unmute' })}>
          Unmute
        </Button>
      ) : (
        <Mute onMute={(until) => mutate({ kind: 'mute', until })} />
      )}
      {error !== null && variables !== undefined && (
        <p className="incident-actions-error" role="alert">
          {ACTION_WORD[variables.kind].replace(/^./, (letter) => letter.toUpperCase())} did not work: {error.message}{' '}
          <Button size="compact-xs" variant="default" onClick={() => mutate(variables)}>
            Try again
          </Button>{' '}
          <Button size="compact-xs" variant="default" onClick={reset}>
            Leave it
          </Button>
        </p>
      )}
    </div>
  );
}

interface AssignProps {
  readonly assignee: string | null;
  readonly onAssign: (assignee: string | null) => void;
}

function Assign({ assignee, onAssign }: AssignProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  function assign(to: string | null): void {
    setOpen(false);
    setName('');
    onAssign(to);
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    assign(name.trim());
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withArrow position="bottom-start">
      <Popover.Target>
        <Button size="sm" variant="default" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          {assignee === null ? 'Assign' : `Assigned to ${assignee}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="assign-form" onSubmit={submit}>
          <TextInput label="To whom" value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} required />
          <Button type="submit" disabled={name.trim() === ''}>
            Assign
          </Button>
          {assignee !== null && (
            <Button variant="default" onClick={() => assign(null)}>
              Nobody
            </Button>
          )}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

const MUTES: readonly (readonly [label: string, hours: number])[] = [
  ['for 1 hour', 1],
  ['for 24 hours', 24],
  ['for 7 days', 168],
];

function Mute({ onMute }: { readonly onMute: (until: string) => void }) {
  return (
    <Menu position="bottom-start" withArrow>
      <Menu.Target>
        <Button size="sm" variant="default" title="Channels hear nothing of it for a while; this page still shows it">
          Mute
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {MUTES.map(([label, hours]) => (
          <Menu.Item key={label} onClick={() => onMute(new Date(Date.now() + hours * 3_600_000).toISOString())}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '../../contracts/alert.js';
import type { SuppressBody } from '../../contracts/incident-action.js';
import type { Mute } from './incident-action.js';
import { muteOf, type Scope, suppressOf } from './incident-reach.js';
import { ReachDialog } from './reach-dialog.js';

const HOUR_MS = 3_600_000;
const MUTES: readonly (readonly [label: string, hours: number])[] = [
  ['for 1 hour', 1],
  ['for 24 hours', 24],
  ['for 7 days', 168],
];
const WIDER: readonly Scope[] = ['detector_at_address', 'address', 'detector'];

/** Channels hear nothing of it for a while: of the incident at once, of what is like it with a reason. */
export function MuteMenu({ incident, onMute }: { readonly incident: IncidentDetail; readonly onMute: (mute: Mute) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Menu position="bottom-start" withArrow>
        <Menu.Target>
          <Button size="sm" variant="default" title="Channels hear nothing of it for a while; this page still shows it">
            Mute
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {MUTES.map(([label, hours]) => (
            <Menu.Item key={label} onClick={() => onMute({ until: new Date(Date.now() + hours * HOUR_MS).toISOString() })}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setOpen(true)}>wider, or with a reason…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ReachDialog
        incident={incident}
        isOpen={isOpen}
        title="Mute"
        action="Mute it"
        scopes={['incident', ...WIDER]}
        mayLast={false}
        says="Channels hear nothing of it. Alerts are still raised, and shown here."
        onDone={(draft) => onMute(muteOf(draft, Date.now()))}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

interface FalsePositiveProps {
  readonly incident: IncidentDetail;
  readonly isDisabled: boolean;
  readonly onJudge: (suppress: SuppressBody | null) => void;
}

/** Closes it as a false positive; with a reason also what is like it, from now on. */
export function FalsePositiveMenu({ incident, isDisabled, onJudge }: FalsePositiveProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Menu position="bottom-start" withArrow>
        <Menu.Target>
          <Button size="sm" variant="default" disabled={isDisabled}>
            False positive
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onJudge(null)}>this incident alone</Menu.Item>
          <Menu.Item onClick={() => setOpen(true)}>and suppress what is like it…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ReachDialog
        incident={incident}
        isOpen={isOpen}
        title="False positive"
        action="Close and suppress"
        scopes={WIDER}
        mayLast
        says="What is raised like it from now on is on record as a false positive, and told to nobody."
        onDone={(draft) => onJudge(suppressOf(draft, Date.now()))}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

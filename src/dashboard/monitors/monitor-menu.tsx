import { Button, Menu, Modal } from '@mantine/core';
import { useState } from 'react';
import type { MonitorView } from '../../contracts/monitor.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { countOf } from '../format/number.js';
import './field.css';
import './monitor-menu.css';
import { useMayWrite } from './use-may-write.js';
import { useMonitorActions } from './use-monitor-actions.js';

interface MonitorMenuProps {
  readonly monitor: MonitorView;
  readonly onRemoved?: () => void;
}

/** What can be done with a monitor beside writing it. */
export function MonitorMenu({ monitor, onRemoved }: MonitorMenuProps) {
  const { mute, remove } = useMonitorActions(monitor, onRemoved);
  const [isAsked, setAsked] = useState(false);
  const mayWrite = useMayWrite();
  if (!mayWrite) return null;
  return (
    <>
      <Menu position="bottom-end" withArrow>
        <Menu.Target>
          <Button size="compact-sm" variant="default" aria-label={`Actions of ${monitor.title}`} loading={mute.isPending}>
            ⋯
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => mute.mutate(!monitor.muted)}>
            {monitor.muted ? 'Unmute: tell its channels' : 'Mute: tell no channel'}
          </Menu.Item>
          <Menu.Item onClick={() => setAsked(true)}>Delete…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {mute.error !== null && (
        <Modal opened onClose={mute.reset} title={`${monitor.title} was not changed`} closeButtonProps={{ 'aria-label': 'Close' }}>
          <p>{sentenceOf(mute.error)}</p>
        </Modal>
      )}
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={`Delete ${monitor.title}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className="monitor-ask">
          <p>
            It is watched no more from the next block on. Its versions and {countOf(monitor.health.matches, 'alert')} stay on record, and it
            can be brought back under its id, <code>{monitor.id}</code>.
          </p>
          {remove.error !== null && (
            <p className="problem-error" role="alert">
              It was not deleted: {sentenceOf(remove.error)}
            </p>
          )}
          <div className="save-buttons">
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              Delete
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Keep it
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}

function sentenceOf(error: Error): string {
  const places = isProblemError(error) ? (error.problem.errors ?? []) : [];
  return [error.message, ...places.map(({ message }) => message)].join(' ');
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { MonitorView } from '../../contracts/monitor.js';
import { client } from '../session/client.js';
import { When } from '../signs/when.js';
import { ByKey } from './by-key.js';
import { ChangeList } from './change-list.js';
import { changedFields } from './changed-fields.js';
import type { MonitorEditor } from './use-monitor-editor.js';

interface ConflictNoticeProps {
  readonly editor: MonitorEditor;
  readonly conflict: MonitorView | 'taken';
}

/** Somebody was faster: what they changed, and the choice. */
export function ConflictNotice({ editor, conflict }: ConflictNoticeProps) {
  const { base, draft, discard, save, isSaving } = editor;
  const id = conflict === 'taken' ? draft.id : conflict.id;
  const versions = useQuery({
    queryKey: ['monitor-versions', id],
    queryFn: ({ signal }) => client.monitors.versions(id, signal),
    enabled: conflict !== 'taken',
  });
  if (conflict === 'taken')
    return (
      <section className="notice notice-warning" role="alert">
        <p>
          <strong>The id {id} is taken,</strong> by a monitor that is here or was. Choose another one, or{' '}
          <Link to={`/monitors/${id}`}>look at that one</Link>.
        </p>
      </section>
    );
  const read = versions.data?.find(({ version }) => version === base)?.monitor ?? null;
  const { health: _health, version, updatedAt, updatedBy, ...theirs } = conflict;
  return (
    <section className="notice notice-warning" role="alert">
      <p>
        <strong>Version {version} was saved meanwhile</strong> by <ByKey id={updatedBy} />, <When time={updatedAt} />. Yours began from
        version {base}.
      </p>
      {read !== null && <ChangeList changes={changedFields(read, theirs)} />}
      <div className="save-buttons">
        <Button size="xs" variant="default" disabled={isSaving} onClick={discard}>
          Take theirs, drop mine
        </Button>
        <Button size="xs" variant="default" loading={isSaving} onClick={() => save(version)}>
          Save mine over it
        </Button>
      </div>
    </section>
  );
}

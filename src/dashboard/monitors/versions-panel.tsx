import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failed, Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { When } from '../signs/when.js';
import { ByKey } from './by-key.js';
import { ChangeList } from './change-list.js';
import { changedFields } from './changed-fields.js';
import { draftOf, type MonitorDraft } from './draft.js';
import './versions.css';

interface VersionsPanelProps {
  readonly id: string;
  /** The one that is asked now; null: it was removed. */
  readonly newest: number | null;
  readonly onTake: (draft: MonitorDraft) => void;
}

/** Who changed it and how; an old one is taken into the form, and saved as a new one. */
export function VersionsPanel({ id, newest, onTake }: VersionsPanelProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['monitor-versions', id],
    queryFn: ({ signal }) => client.monitors.versions(id, signal),
  });
  function take(draft: MonitorDraft): void {
    onTake(draft);
    window.scrollTo({ top: 0 });
  }
  return (
    <Panel title="History">
      {data === undefined && error === null && <Loading rows={2} height={30} />}
      {data === undefined && error !== null && <Failed error={error} what="the versions" onRetry={() => void refetch()} />}
      <ol className="versions">
        {data?.map(({ version, at, by, removed, monitor }, index) => (
          <li key={version}>
            <details>
              <summary>
                <span>
                  <strong>Version {version}</strong> {removed ? 'removed' : (changedWords(data[index + 1]?.monitor ?? null, monitor) ?? '')}
                </span>
                <span className="dim">
                  <ByKey id={by} /> · <When time={at} />
                </span>
              </summary>
              {monitor !== null && (
                <div className="version-body">
                  <ChangeList changes={changedFields(data[index + 1]?.monitor ?? null, monitor)} />
                  {version !== newest && (
                    <Button size="compact-sm" variant="default" onClick={() => take(draftOf(monitor))}>
                      Look at it in the form
                    </Button>
                  )}
                </div>
              )}
              {monitor === null && !removed && <p className="dim">It was written by a newer program than this one, and cannot be shown.</p>}
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function changedWords(before: Parameters<typeof changedFields>[0], after: Parameters<typeof changedFields>[0]): string | null {
  if (before === null) return 'written';
  if (after === null) return null;
  const words = changedFields(before, after).map(({ word }) => word.toLowerCase());
  return words.length === 0 ? 'saved again, unchanged' : `changed ${words.join(', ')}`;
}

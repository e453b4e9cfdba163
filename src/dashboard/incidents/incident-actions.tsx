import { Button } from '@mantine/core';
import type { IncidentDetail } from '../../contracts/alert.js';
import { isActive } from '../format/wording.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { useSession } from '../session/use-session.js';
import { useNow } from '../signs/use-now.js';
import { AssignPopover } from './assign-popover.js';
import { ACTION_WORD, type IncidentAction } from './incident-action.js';
import { FalsePositiveMenu, MuteMenu } from './silence-menus.js';
import { useIncidentAction } from './use-incident-action.js';

/** What may be done with an incident. Each decision shows at once, and can be taken back for a while. */
export function IncidentActions({ incident }: { readonly incident: IncidentDetail }) {
  const { mutate, isPending, error, variables, reset } = useIncidentAction();
  const { session, may } = useSession();
  const isOpen = incident.status === 'open';
  const now = useNow();
  const isMuted = incident.mutedUntil !== null && Date.parse(incident.mutedUntil) > now;
  const act = (action: IncidentAction) => mutate({ id: incident.id, action });
  useShortcut('a', () => {
    if (isOpen && !isPending && may('write')) act({ kind: 'acknowledge' });
  });
  if (!may('write'))
    return (
      <div className="incident-actions">
        <NotAllowed session={session} scope="write" what="Deciding on incidents" />
      </div>
    );
  return (
    <div className="incident-actions">
      <Button size="sm" disabled={!isOpen} onClick={() => act({ kind: 'acknowledge' })} title="Acknowledge (a)">
        {incident.status === 'acknowledged' ? 'Acknowledged' : 'Acknowledge'}
      </Button>
      <Button size="sm" variant="default" disabled={!isActive(incident.status)} onClick={() => act({ kind: 'resolve' })}>
        Resolve
      </Button>
      <FalsePositiveMenu
        incident={incident}
        isDisabled={!isActive(incident.status)}
        onJudge={(suppress) => act({ kind: 'false-positive', ...(suppress === null ? {} : { suppress }) })}
      />
      <AssignPopover assignee={incident.assignee} onAssign={(assignee) => act({ kind: 'assign', assignee })} />
      {isMuted ? (
        <Button size="sm" variant="default" onClick={() => act({ kind: 'unmute' })}>
          Unmute
        </Button>
      ) : (
        <MuteMenu incident={incident} onMute={(mute) => act({ kind: 'mute', mute })} />
      )}
      {error !== null && variables !== undefined && (
        <p className="incident-actions-error" role="alert">
          {ACTION_WORD[variables.action.kind]} did not work: {error.message}{' '}
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

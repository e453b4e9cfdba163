import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { KeyView } from '../../contracts/organisation.js';
import { countOf } from '../format/number.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { ConfirmDialog } from '../layout/confirm-dialog.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { useNow } from '../signs/use-now.js';
import { keyState } from './access-words.js';
import { KeyDialog } from './key-dialog.js';
import { KeyRow } from './key-row.js';
import { useAccessChange, useMembers } from './use-access.js';

/** Keys of the organisation: what each may do, until when, and whether anybody uses it. */
export function KeysSection() {
  const { session, may } = useSession();
  if (!may('admin'))
    return (
      <Panel title="Keys">
        <NotAllowed session={session} scope="admin" what="Seeing and making keys" />
      </Panel>
    );
  return <Keys />;
}

function Keys() {
  const [params, setParams] = useSearchParams();
  const forMember = params.get('for');
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<KeyView | null>(null);
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => client.keys.list() });
  const members = useMembers();
  const now = useNow();
  const { session } = useSession();
  const items = keys.data?.items ?? [];
  const valid = items.filter((key) => keyState(key, now) === 'valid');
  const past = items.filter((key) => keyState(key, now) !== 'valid');
  const row = (key: KeyView) => (
    <KeyRow
      key={key.id}
      apiKey={key}
      owner={members.data?.items.find(({ id }) => id === key.memberId)?.name ?? null}
      isOwn={key.id === session?.keyId}
      onRevoke={() => setRevoking(key)}
    />
  );
  function close(): void {
    setMaking(false);
    setParams({}, { replace: true });
  }
  return (
    <Panel
      title="Keys"
      aside={
        <Button size="xs" onClick={() => setMaking(true)}>
          Make a key
        </Button>
      }
    >
      {keys.isPending && <Loading rows={3} height={44} />}
      {keys.error !== null && keys.data === undefined && <Failed error={keys.error} what="the keys" onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && valid.length === 0 && (
        <Empty title="There is no valid key">Make one for each program and each person: one can be revoked without the others.</Empty>
      )}
      <div>{valid.map(row)}</div>
      {past.length > 0 && (
        <details className="access-past">
          <summary>{countOf(past.length, 'revoked or expired key')}</summary>
          {past.map(row)}
        </details>
      )}
      <KeyDialog isOpen={isMaking || forMember !== null} memberId={forMember} members={members.data?.items ?? []} onClose={close} />
      <RevokeDialog apiKey={revoking} isOwn={revoking?.id === session?.keyId} onClose={() => setRevoking(null)} />
    </Panel>
  );
}

interface RevokeDialogProps {
  /** Null: closed. */
  readonly apiKey: KeyView | null;
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

function RevokeDialog({ apiKey, isOwn, onClose }: RevokeDialogProps) {
  const { mutate, isPending, error } = useAccessChange((id: string) => client.keys.revoke(id), onClose);
  return (
    <ConfirmDialog
      isOpen={apiKey !== null}
      title={`Revoke “${apiKey?.name ?? ''}”?`}
      action="Revoke the key"
      isPending={isPending}
      error={error}
      onConfirm={() => apiKey !== null && mutate(apiKey.id)}
      onClose={onClose}
    >
      <p>It opens nothing any more, nor do the sessions and connections that it opened. That cannot be taken back.</p>
      {isOwn && <p className="error-text">It is the key that you are signed in with: you will be signed out.</p>}
    </ConfirmDialog>
  );
}

import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { MemberView } from '../../contracts/organisation.js';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { ConfirmDialog } from '../layout/confirm-dialog.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { Panel } from '../layout/panel.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { MemberForm } from './member-form.js';
import { MemberRow } from './member-row.js';
import { useAccessChange, useMembers } from './use-access.js';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'change' | 'remove'; readonly member: MemberView } | null;

/** Who belongs to the organisation, and in which role. */
export function MembersSection() {
  const { session, may } = useSession();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [added, setAdded] = useState<MemberView | null>(null);
  const members = useMembers();
  const close = () => setDialog(null);
  const items = members.data?.items ?? [];
  const organisation = session?.organisationId ?? '';
  const add = (
    <Button size="xs" onClick={() => setDialog({ kind: 'add' })}>
      Add a member
    </Button>
  );
  return (
    <Panel title="Members" aside={may('admin') ? add : undefined}>
      {!may('admin') && <NotAllowed session={session} scope="admin" what="Adding and changing members" />}
      {added !== null && (
        <p className="member-added" role="status">
          {added.name} is a member, and has no key yet.{' '}
          <Link to={`/access/keys?for=${encodeURIComponent(added.id)}`}>Make a key for {added.name}</Link>
        </p>
      )}
      {members.isPending && <Loading rows={3} height={44} />}
      {members.error !== null && members.data === undefined && (
        <Failed error={members.error} what="the members" onRetry={() => void members.refetch()} />
      )}
      {members.isSuccess && items.length === 0 && (
        <Empty title="Nobody is a member yet">
          Keys work without members; a member’s keys end with them, and the log names who it was.
        </Empty>
      )}
      {items.map((member) => (
        <MemberRow
          key={member.id}
          member={member}
          isOwn={member.id === session?.memberId}
          mayChange={may('admin') && (member.role !== 'owner' || session?.role === 'owner' || may('operator'))}
          onChange={() => setDialog({ kind: 'change', member })}
          onRemove={() => setDialog({ kind: 'remove', member })}
        />
      ))}
      <Modal
        opened={dialog?.kind === 'add' || dialog?.kind === 'change'}
        onClose={close}
        title={dialog?.kind === 'change' ? `Change ${dialog.member.name}` : 'Add a member'}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={false}
        transitionProps={{ duration: 0 }}
      >
        <MemberForm
          organisation={organisation}
          member={dialog?.kind === 'change' ? dialog.member : null}
          onSaved={(member) => {
            if (dialog?.kind === 'add') setAdded(member);
            close();
          }}
          onClose={close}
        />
      </Modal>
      <RemoveDialog organisation={organisation} member={dialog?.kind === 'remove' ? dialog.member : null} onClose={close} />
    </Panel>
  );
}

interface RemoveDialogProps {
  readonly organisation: string;
  /** Null: closed. */
  readonly member: MemberView | null;
  readonly onClose: () => void;
}

function RemoveDialog({ organisation, member, onClose }: RemoveDialogProps) {
  const { mutate, isPending, error } = useAccessChange((id: string) => client.organisations.removeMember(organisation, id), onClose);
  return (
    <ConfirmDialog
      isOpen={member !== null}
      title={`Remove ${member?.name ?? ''}?`}
      action="Remove the member"
      isPending={isPending}
      error={error}
      onConfirm={() => member !== null && mutate(member.id)}
      onClose={onClose}
    >
      <p>Their keys, sessions and connections end at once. What they did stays in the audit log.</p>
    </ConfirmDialog>
  );
}

import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ChannelView } from '../../contracts/channel.js';
import { ConfirmDialog } from '../layout/confirm-dialog.js';
import { NotAllowed } from '../layout/not-allowed.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { ChannelForm } from './channel-form.js';
import { kindForm } from './channel-kinds.js';
import { RotateDialog } from './rotate-dialog.js';

interface ChannelActionsProps {
  readonly channel: ChannelView;
  readonly isTesting: boolean;
  readonly onTest: () => void;
}

type Dialog = 'edit' | 'rotate' | 'remove' | null;

/** What may be done with a channel. */
export function ChannelActions({ channel, isTesting, onTest }: ChannelActionsProps) {
  const [dialog, setDialog] = useState<Dialog>(null);
  const { session, may } = useSession();
  const toggle = useToggle(channel.id);
  const close = () => setDialog(null);
  const form = kindForm(channel.kind);
  if (!may('write')) return <NotAllowed session={session} scope="write" what="Testing and changing channels" />;
  return (
    <div className="channel-actions">
      <Button size="sm" loading={isTesting} onClick={onTest}>
        Send a test
      </Button>
      {form !== null && (
        <Button size="sm" variant="default" onClick={() => setDialog('edit')}>
          Edit
        </Button>
      )}
      <Button size="sm" variant="default" disabled={toggle.isPending} onClick={() => toggle.mutate(!channel.enabled)}>
        {channel.enabled ? 'Switch off' : 'Switch on'}
      </Button>
      {form?.isSigned === true && (
        <Button size="sm" variant="default" onClick={() => setDialog('rotate')}>
          New secret
        </Button>
      )}
      <Button size="sm" variant="default" onClick={() => setDialog('remove')}>
        Remove
      </Button>
      {toggle.error !== null && (
        <p className="error-text" role="alert">
          It was not switched: {toggle.error.message}
        </p>
      )}
      <Modal
        opened={dialog === 'edit'}
        onClose={close}
        title={`Edit ${channel.id}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={false}
      >
        <ChannelForm channel={channel} onSaved={close} onClose={close} />
      </Modal>
      <RotateDialog channelId={channel.id} isOpen={dialog === 'rotate'} onClose={close} />
      <RemoveDialog channelId={channel.id} isOpen={dialog === 'remove'} onClose={close} />
    </div>
  );
}

/** Switched at once; back where the service refuses. */
function useToggle(id: string) {
  const queries = useQueryClient();
  const key = ['channel', id];
  return useMutation({
    mutationFn: (enabled: boolean) => client.channels.change(id, { enabled }),
    onMutate: async (enabled) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<ChannelView>(key);
      if (before !== undefined) queries.setQueryData<ChannelView>(key, { ...before, enabled });
      return { before };
    },
    onError: (_error, _enabled, context) => {
      if (context?.before !== undefined) queries.setQueryData(key, context.before);
    },
    onSettled: () => askAgain(queries, ['channel', 'channels']),
  });
}

interface DialogProps {
  readonly channelId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RemoveDialog({ channelId, isOpen, onClose }: DialogProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => client.channels.remove(channelId),
    onSuccess: async () => {
      await navigate('/channels');
      queries.removeQueries({ queryKey: ['channel', channelId] });
      askAgain(queries, ['channels', 'deliveries']);
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={`Remove ${channelId}?`}
      action="Remove the channel"
      isPending={isPending}
      error={error}
      onConfirm={() => mutate()}
      onClose={onClose}
    >
      <p>Nothing is sent there any more. What still waits for it becomes a dead letter that cannot be replayed.</p>
      <p className="dim">To pause it, switch it off instead.</p>
    </ConfirmDialog>
  );
}

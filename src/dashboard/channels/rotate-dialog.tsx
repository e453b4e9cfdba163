import { Button, Modal, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { exactText } from '../format/time.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { ShownOnce } from '../signs/shown-once.js';

interface RotateDialogProps {
  readonly channelId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const OVERLAPS = [
  { value: '86400', label: 'for a day' },
  { value: '3600', label: 'for an hour' },
  { value: '604800', label: 'for a week' },
  { value: '0', label: 'not at all: it is known to somebody' },
];

/** A new signing secret; the old one is valid beside it for a while, so that a receiver can change over. */
export function RotateDialog({ channelId, isOpen, onClose }: RotateDialogProps) {
  const queries = useQueryClient();
  const [overlapS, setOverlapS] = useState('86400');
  const { mutate, isPending, error, data, reset } = useMutation({
    mutationFn: () => client.channels.rotateSecret(channelId, { overlapS: Number(overlapS) }),
    onSuccess: () => askAgain(queries, ['channel']),
  });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      onExitTransitionEnd={reset}
      title="A new signing secret"
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={false}
    >
      <div className="confirm">
        {data === undefined ? (
          <NativeSelect
            label="The old one stays valid"
            description="So long each message is signed with both"
            data={OVERLAPS}
            value={overlapS}
            onChange={(event) => setOverlapS(event.currentTarget.value)}
          />
        ) : (
          <>
            <ShownOnce what="signing secret" value={data.secret} />
            <p className="dim">The old one ends at {exactText(data.oldExpiresAt)}.</p>
          </>
        )}
        {error !== null && (
          <p className="error-text" role="alert">
            No secret was made: {error.message}
          </p>
        )}
        <div className="dialog-buttons">
          {data === undefined ? (
            <>
              <Button variant="default" onClick={onClose}>
                Leave it
              </Button>
              <Button loading={isPending} onClick={() => mutate()}>
                Make a new one
              </Button>
            </>
          ) : (
            <Button onClick={onClose}>I have it</Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

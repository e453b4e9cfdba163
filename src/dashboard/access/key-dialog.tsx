import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { KeyBody, MemberView } from '../../contracts/organisation.js';
import { client } from '../session/client.js';
import { ShownOnce } from '../signs/shown-once.js';
import { KeyForm } from './key-form.js';
import { useAccessChange } from './use-access.js';

interface KeyDialogProps {
  readonly isOpen: boolean;
  /** Whose it is going to be; null: not said yet. */
  readonly memberId: string | null;
  readonly members: readonly MemberView[];
  readonly onClose: () => void;
}

/** Makes a key, and shows it this once. */
export function KeyDialog({ isOpen, memberId, members, onClose }: KeyDialogProps) {
  const [made, setMade] = useState<{ readonly name: string; readonly key: string } | null>(null);
  const { mutate, isPending, error, reset } = useAccessChange((input: KeyBody) => client.keys.create(input), setMade);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      onExitTransitionEnd={() => {
        setMade(null);
        reset();
      }}
      title={made === null ? 'Make a key' : `“${made.name}” is made`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={false}
    >
      {made === null ? (
        <KeyForm memberId={memberId} members={members} isPending={isPending} error={error} onMake={mutate} onClose={onClose} />
      ) : (
        <div className="confirm">
          <ShownOnce what="key" value={made.key} />
          <div className="dialog-buttons">
            <Button onClick={onClose}>I have it</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** The deed itself, never "OK": "Remove the channel". */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ReactNode;
}

/** Asks before what cannot be taken back, and says what follows. The way out has the focus. */
export function ConfirmDialog({ isOpen, title, action, isPending, error, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    // Without a transition: what it is about is gone when it closes.
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }} transitionProps={{ duration: 0 }}>
      <div className="confirm">
        {children}
        {error !== null && (
          <p className="error-text" role="alert">
            That did not work: {error.message}
          </p>
        )}
        <div className="dialog-buttons">
          <Button variant="default" onClick={onClose} data-autofocus>
            Leave it
          </Button>
          <Button className="danger-button" loading={isPending} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

import { Button } from '@mantine/core';

interface FormEndProps {
  /** What sending it is called. */
  readonly submit: string;
  readonly isPending: boolean;
  /** What the service said of the whole, where it refused; null: nothing. */
  readonly flaw: string | null;
  readonly onCancel: () => void;
}

/** How a form in a dialog ends: why it was not taken, and its two buttons. */
export function FormEnd({ submit, isPending, flaw, onCancel }: FormEndProps) {
  return (
    <>
      {flaw !== null && (
        <p className="error-text" role="alert">
          It was not saved: {flaw}
        </p>
      )}
      <div className="dialog-buttons">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending}>
          {submit}
        </Button>
      </div>
    </>
  );
}

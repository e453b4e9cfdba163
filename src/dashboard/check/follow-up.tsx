import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import { client } from '../session/client.js';

interface FollowUpProps {
  readonly answer: CheckAnswer;
  readonly onAgain: (answer: CheckAnswer) => void;
}

/** What one does with an answer: ask again once the chain moved on, or say that it is wrong. */
export function FollowUp({ answer, onAgain }: FollowUpProps) {
  const again = useMutation({ mutationFn: () => client.checks.recheck(answer.id), onSuccess: onAgain });
  const [isOpen, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const says = answer.verdict === 'benign' || answer.verdict === 'not_checked' ? 'malicious' : 'benign';
  const feedback = useMutation({
    mutationFn: () => client.feedback({ token: answer.feedbackToken ?? '', says, ...(comment === '' ? {} : { comment }) }),
  });
  const isSaid = feedback.isPending || feedback.isSuccess;
  return (
    <div className="check-follow">
      <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        Check again
      </Button>
      {answer.validUntil !== null && (
        <span className="dim">{`Holds until ${answer.validUntil.slice(11, 19)} UTC, as far as anybody can say.`}</span>
      )}
      {again.error !== null && <span role="alert">It could not be checked again: {again.error.message}</span>}
      {answer.feedbackToken !== null && !isOpen && !isSaid && (
        <Button size="xs" variant="subtle" onClick={() => setOpen(true)}>
          This is wrong
        </Button>
      )}
      {isOpen && !isSaid && (
        <form
          className="check-feedback"
          onSubmit={(event) => {
            event.preventDefault();
            feedback.mutate();
          }}
        >
          <label>
            <span>{says === 'benign' ? 'Why is it safe?' : 'What does it do?'}</span>
            <input type="text" maxLength={2_000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          </label>
          <Button size="xs" type="submit">
            {says === 'benign' ? 'It is safe' : 'It is malicious'}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setOpen(false)}>
            Cancel
          </Button>
        </form>
      )}
      {isSaid && <span role="status">Noted. Your organisation’s next checks hear it, for 90 days.</span>}
      {feedback.error !== null && <span role="alert">It could not be noted: {feedback.error.message}</span>}
    </div>
  );
}

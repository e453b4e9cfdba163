import { Kbd, Modal } from '@mantine/core';
import './help-dialog.css';

const KEYS: readonly (readonly [key: string, does: string])[] = [
  ['/', 'search for a hash, an address or an incident'],
  ['j', 'next row of the list'],
  ['k', 'previous row'],
  ['Enter', 'open the row'],
  ['a', 'acknowledge the incident, or the row that has the focus'],
  ['u', 'undo the last decision'],
  ['p', 'pause or resume the feed'],
  ['?', 'this page'],
];

const WORDS: readonly (readonly [word: string, means: string])[] = [
  ['Alert', 'one thing that a detector saw in one transaction'],
  ['Incident', 'the alerts of one story: same chain, same detector, same subject'],
  ['Risk', '0–100 against the alert budget: how unusual, not how likely an attack'],
  ['Coverage', 'which blocks were fully analysed; what was not seen is shown too'],
  ['Finality', 'seen, safe, finalized: how sure it is that the block stays'],
];

export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keys and words" closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className="help">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <dl className="help help-words">
        {WORDS.map(([word, means]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd className="dim">{means}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

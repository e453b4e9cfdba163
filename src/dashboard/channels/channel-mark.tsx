import type { ChannelHealth } from './channel-health.js';
import './channel-mark.css';

const WORDS: Readonly<Record<ChannelHealth, readonly [shape: string, word: string, why: string]>> = {
  works: ['✓', 'Works', 'The newest message arrived.'],
  failing: ['✕', 'Failing', 'The newest message that was tried did not arrive.'],
  'dead-letters': ['!', 'Dead letters', 'The newest message arrived, older ones did not.'],
  untried: ['', 'Nothing sent', 'No message went there yet: send a test.'],
  off: ['–', 'Off', 'Nothing is sent there.'],
};

/** Whether a channel works: colour, shape and word. */
export function ChannelMark({ health }: { readonly health: ChannelHealth }) {
  const [shape, word, why] = WORDS[health];
  return (
    <span className={`channel-mark channel-${health}`} title={why}>
      <span className="channel-mark-shape" aria-hidden="true">
        {shape}
      </span>
      {word}
    </span>
  );
}

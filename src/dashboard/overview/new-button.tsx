import { countText } from '../format/number.js';
import './new-button.css';

/** What came while one read waits behind this. Its place is kept, so that nothing moves when it appears. */
export function NewButton({ count, onClick }: { readonly count: number; readonly onClick: () => void }) {
  return (
    <button type="button" className="new-button" hidden={count === 0} onClick={onClick} aria-live="polite">
      {countText(count)} new
    </button>
  );
}

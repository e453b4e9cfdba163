import { agoText, exactText } from '../format/time.js';
import { useNow } from './use-now.js';

/** Relative, exact on hover. */
export function When({ time }: { readonly time: string }) {
  const now = useNow();
  return (
    <time dateTime={time} title={exactText(time)} style={{ whiteSpace: 'nowrap' }}>
      {agoText(time, now)}
    </time>
  );
}

import type { ChainView } from '../../contracts/chain.js';
import { countOf } from '../format/number.js';

/** A chain this far behind is still followed; above, people should know. */
const LATE_BLOCKS = 64;

/** Blocks that are there and not analysed yet; null where the head is not known. */
export function blocksBehind({ head, analysed }: Pick<ChainView, 'head' | 'analysed'>): number | null {
  return head === null ? null : Math.max(0, head - (analysed ?? 0));
}

/** Whether we see this chain, in few words. */
export function chainStateSentence(chain: Pick<ChainView, 'state' | 'detail' | 'head' | 'analysed'>): string {
  const detail = chain.detail === null ? '' : `: ${chain.detail}`;
  switch (chain.state) {
    case 'starting':
      return 'starting';
    case 'waiting':
      return `waiting for a source${detail}`;
    case 'failed':
      return `stopped${detail}`;
    case 'done':
      return 'read to its end';
    case 'following': {
      const behind = blocksBehind(chain);
      if (behind === null) return 'followed';
      return behind === 0 ? 'followed, up to the newest block' : `followed, ${countOf(behind, 'block')} behind`;
    }
  }
}

export function chainHealth(chain: Pick<ChainView, 'state' | 'head' | 'analysed'>): 'good' | 'late' | 'bad' {
  if (chain.state === 'failed' || chain.state === 'waiting') return 'bad';
  return chain.state === 'following' && (blocksBehind(chain) ?? 0) > LATE_BLOCKS ? 'late' : 'good';
}

import { FINALITY_SENTENCE, type Finality, STATUS_WORD, type Status } from '../format/wording.js';
import './status-chip.css';

export function StatusChip({ status }: { readonly status: Status }) {
  return <span className={`chip status-${status}`}>{STATUS_WORD[status]}</span>;
}

const STEPS = ['seen', 'safe', 'finalized'] as const;

/** How final a block is, as one to three filled steps and its word. */
export function FinalityChip({ finality }: { readonly finality: Finality }) {
  const reached = finality === 'withdrawn' ? -1 : STEPS.indexOf(finality);
  return (
    <span className="chip" title={FINALITY_SENTENCE[finality]}>
      <svg width="20" height="6" viewBox="0 0 20 6" aria-hidden="true">
        {STEPS.map((step, at) => (
          <rect key={step} className={at <= reached ? 'finality-on' : 'finality-off'} x={at * 7} y="1" width="5" height="4" rx="1" />
        ))}
      </svg>
      {finality}
    </span>
  );
}

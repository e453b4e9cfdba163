import type { Overview } from '../../contracts/chain.js';

function shapeOf(state: Overview['state']) {
  switch (state) {
    case 'calm':
      return (
        <>
          <circle cx="24" cy="24" r="22" />
          <path className="state-mark-cut" d="m14 25 7 7 13-15" />
        </>
      );
    case 'attention':
      return (
        <>
          <path d="M24 3 46 43H2Z" />
          <path className="state-mark-cut" d="M24 18v11M24 36v.1" />
        </>
      );
    case 'danger':
      return (
        <>
          <path d="M15 2h18l13 13v18L33 46H15L2 33V15Z" />
          <path className="state-mark-cut" d="M24 12v15M24 35v.1" />
        </>
      );
    case 'blind':
      return (
        <>
          <path d="M2 24C9 13 16 9 24 9s15 4 22 15c-7 11-14 15-22 15S9 35 2 24Z" />
          <path className="state-mark-cut" d="M8 42 40 6" />
        </>
      );
  }
}

/** A shape for each state: circle, triangle, octagon, closed eye. */
export function StateMark({ state }: { readonly state: Overview['state'] }) {
  return (
    <svg className="state-mark" width="48" height="48" viewBox="0 0 48 48" fill="currentColor" aria-hidden="true">
      {shapeOf(state)}
    </svg>
  );
}

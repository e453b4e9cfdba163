import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { FrameView, TransactionView } from '../../contracts/transaction.js';
import { amountText } from '../format/amount.js';
import { countOf, countText } from '../format/number.js';
import { Empty } from '../layout/async-states.js';
import { AddressTag } from '../signs/address-tag.js';
import { ChevronIcon } from '../signs/icons.js';
import { type CallRow, callRows, closable } from './call-rows.js';
import { callName, signatureOf } from './selectors.js';
import './call-tree.css';

const ROW_PX = 30;
const NATIVE_DECIMALS = 18;
const NONE_CLOSED: ReadonlySet<number> = new Set();

export function CallTree({ transaction }: { readonly transaction: TransactionView }) {
  const { frames } = transaction;
  if (frames === null || frames.length === 0)
    return (
      <Empty title="No call trace">
        {transaction.frameCount === null
          ? 'The source of this block gave no traces: inner calls were not seen, and the block is counted as partial.'
          : `It made ${countOf(transaction.frameCount, 'call')}; trees are kept for transactions that raised something.`}
      </Empty>
    );
  return <Tree frames={frames} omitted={transaction.framesOmitted} />;
}

function Tree({ frames, omitted }: { readonly frames: readonly FrameView[]; readonly omitted: number }) {
  const [closed, setClosed] = useState(NONE_CLOSED);
  const shown = useMemo(() => callRows(frames, closed), [frames, closed]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 20 });
  const failed = frames.filter((frame) => frame.failed).length;
  function toggle(index: number): void {
    const next = new Set(closed);
    if (!next.delete(index)) next.add(index);
    setClosed(next);
  }
  return (
    <>
      <p className="call-tools dim">
        <span>
          {countOf(frames.length + omitted, 'call')}
          {failed > 0 && <strong className="call-failed-count"> · {countText(failed)} failed</strong>}
          {omitted > 0 && ` · ${countText(omitted)} more were not kept`}
        </span>
        <button type="button" className="more-button" onClick={() => setClosed(closed.size === 0 ? closable(frames) : NONE_CLOSED)}>
          {closed.size === 0 ? 'Collapse all' : 'Expand all'}
        </button>
      </p>
      <div ref={scroller} className="call-scroll" tabIndex={0} role="tree" aria-label="Calls">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map((item) => {
            const row = shown[item.index];
            return row === undefined ? null : (
              <div key={row.frame.index} className="call-place" style={{ transform: `translateY(${item.start}px)` }}>
                <Call row={row} onToggle={() => toggle(row.frame.index)} />
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

/** Deeper calls than this keep their indentation; their depth is written instead. */
const INDENT_MAX = 12;

function Call({ row, onToggle }: { readonly row: CallRow; readonly onToggle: () => void }) {
  const { frame } = row;
  const signature = signatureOf(frame.selector);
  return (
    <div
      className={`call${frame.failed ? ' call-failed' : ''}`}
      style={{ paddingLeft: Math.min(frame.depth, INDENT_MAX) * 18 }}
      role="treeitem"
      aria-level={frame.depth + 1}
      aria-expanded={row.hasChildren ? row.isOpen : undefined}
      tabIndex={-1}
    >
      {row.hasChildren ? (
        <button type="button" className="call-toggle" aria-label={row.isOpen ? 'Collapse' : `Expand ${row.under} calls`} onClick={onToggle}>
          <span className={row.isOpen ? 'call-open' : ''}>
            <ChevronIcon size={12} />
          </span>
        </button>
      ) : (
        <span className="call-toggle" />
      )}
      <span className="call-kind">{frame.kind.toLowerCase()}</span>
      {frame.depth > INDENT_MAX && <span className="dim">depth {frame.depth}</span>}
      {frame.to === null ? <span className="dim">new contract</span> : <AddressTag address={frame.to} />}
      <span className="call-name mono" title={signature ?? undefined}>
        {callName(frame.selector)}
      </span>
      {frame.valueWei !== '0' && <span className="call-value">{amountText(frame.valueWei, NATIVE_DECIMALS)} native</span>}
      {frame.failed && <span className="call-mark">✕ failed</span>}
      {!row.isOpen && <span className="dim">+ {countText(row.under)}</span>}
      {frame.gasUsed !== null && <span className="call-gas dim">{countText(frame.gasUsed)} gas</span>}
    </div>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BacktestView } from '../../contracts/backtest.js';
import { countOf, countText } from '../format/number.js';
import { Panel } from '../layout/panel.js';
import { chainName } from '../overview/chain-name.js';
import './backtest.css';
import { useChains } from '../chains/use-chains.js';
import { type BlockRange, blockOf, usualRange } from './backtest-range.js';
import { BacktestResult } from './backtest-result.js';
import type { MonitorDraft } from './draft.js';
import { useBacktest } from './use-backtest.js';

/** The range that stands there follows the head until somebody writes another one. */
const HEAD_ASKED_EVERY_MS = 5_000;

interface BacktestPanelProps {
  readonly draft: MonitorDraft;
  /** The saved version that the draft is to be told apart from; null: there is none, or it says the same. */
  readonly against: number | null;
}

/** What it would have said of past blocks. */
export function BacktestPanel({ draft, against }: BacktestPanelProps) {
  const chains = useChains(HEAD_ASKED_EVERY_MS);
  const [chosen, setChosen] = useState<number | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const run = useBacktest();
  const items = chains.data?.items ?? [];
  const chainId = chosen !== null && draft.chains.includes(chosen) ? chosen : (draft.chains[0] ?? null);
  const chain = items.find((one) => one.chainId === chainId);
  const usual = chain === undefined ? null : usualRange(chain);
  const range = rangeOf(from, to, usual);
  const isRunning = run.backtest?.state === 'running';
  return (
    <Panel title="Backtest" className="backtest">
      <form
        className="backtest-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (chainId !== null && 'from' in range) run.start(draft, chainId, range, against);
        }}
      >
        <label>
          <span className="field-label">Chain</span>
          <select className="field-control" value={chainId ?? ''} onChange={({ currentTarget: { value } }) => setChosen(Number(value))}>
            {chainId === null && <option value="">none chosen</option>}
            {draft.chains.map((id) => (
              <option key={id} value={id}>
                {chainName(items, id)}
              </option>
            ))}
          </select>
        </label>
        <BlockInput label="From block" value={from ?? String(usual?.from ?? '')} onChange={setFrom} />
        <BlockInput label="To block" value={to ?? String(usual?.to ?? '')} onChange={setTo} />
        {isRunning ? (
          <Button variant="default" onClick={run.cancel}>
            Cancel
          </Button>
        ) : (
          <Button type="submit" variant="default" loading={run.isStarting} disabled={chainId === null || !('from' in range)}>
            Run
          </Button>
        )}
      </form>
      <p className="field-hint dim" role="status">
        {hintOf(range, chainId === null, against)}
      </p>
      {run.error !== null && (
        <p className="notice notice-warning" role="alert">
          {run.error}
        </p>
      )}
      {run.backtest !== null && <Progress backtest={run.backtest} />}
      {run.backtest?.result != null && <BacktestResult result={run.backtest.result} isOld={run.of !== draft} />}
    </Panel>
  );
}

function BlockInput({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  return (
    <label>
      <span className="field-label">{label}</span>
      <input className="field-control" inputMode="numeric" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}

function rangeOf(from: string | null, to: string | null, usual: BlockRange | null): BlockRange | { readonly flaw: string } {
  const range = { from: from === null ? usual?.from : blockOf(from), to: to === null ? usual?.to : blockOf(to) };
  if (range.from == null || range.to == null) return { flaw: 'Write the first and the last block as numbers.' };
  if (range.from > range.to) return { flaw: 'The first block is behind the last one.' };
  if (range.to - range.from >= 10_000) return { flaw: 'At most 10,000 blocks at once.' };
  return { from: range.from, to: range.to };
}

function hintOf(range: ReturnType<typeof rangeOf>, isChainless: boolean, against: number | null): string {
  if (isChainless) return 'Choose a chain above first.';
  if ('flaw' in range) return range.flaw;
  const blocks = countOf(range.to - range.from + 1, 'block');
  return `${blocks}; nothing is kept or sent.${against === null ? '' : ` What changes against version ${against} is told.`}`;
}

function Progress({ backtest: { state, done, total, problem } }: { readonly backtest: BacktestView }) {
  if (state === 'done') return null;
  if (state === 'failed')
    return (
      <p className="notice notice-warning" role="alert">
        The backtest ended before it was done: {problem ?? 'nobody said why'}.
      </p>
    );
  return (
    <div className="backtest-progress">
      <progress aria-label="Backtest" max={total} value={done} />
      <span className="number dim">
        {countText(done)} of {countOf(total, 'block')}
      </span>
    </div>
  );
}

import { describe, expect, it } from '@jest/globals';
import { takeBlock } from '../../../src/core/features/feature-rows.js';
import type { Monitor } from '../../../src/core/monitor/monitor.js';
import { monitorSet } from '../../../src/core/monitor/monitor-set.js';
import { ChainState } from '../../../src/core/state/chain-state.js';
import { monitorFindings } from '../../../src/pipeline/analyse/watch-monitors.js';
import { address, buildTransaction } from '../../support/build-transaction.js';
import { buildMonitor, buildWatchedBlock, compiled } from '../../support/monitors.js';

const STAMP = { modelId: null, rulesVersion: 'r', analysedAtMs: 0, hashText: (text: string) => Buffer.from(text).toString('hex') };
const paid = buildTransaction({ from: address('payer'), to: address('payee'), valueWei: 5n });

function findingsOf(change: Partial<Monitor>, times = 1) {
  const { block, transactions, ctx } = buildWatchedBlock({ transactions: Array.from({ length: times }, () => paid) });
  const state = new ChainState();
  const features = takeBlock(block, transactions, state);
  return monitorFindings(
    { block, transactions, ctx, findings: [], features, scored: null },
    monitorSet(compiled(buildMonitor(change)), 1),
    state.watch,
    STAMP,
  );
}

describe('what a monitor raises', () => {
  it('is a finding of its organisation, for its channels, with what was asked', () => {
    const [finding] = findingsOf({ when: 'tx.value > 3', risk: 70 });
    expect(finding).toMatchObject({
      detectorId: 'monitor:acme/watch',
      stage: 'watch',
      severity: 'high',
      risk: 70,
      subject: { address: address('payee'), role: 'target' },
      parties: [{ address: address('payer'), role: 'sender' }],
      evidence: { monitor: 'watch', when: 'tx.value > 3' },
      monitor: { organisationId: 'acme', monitorId: 'watch', version: 1, channels: ['ops'] },
    });
  });

  it('has an id for each match, and the same one when the block comes again', () => {
    const ids = findingsOf({ when: 'tx.value > 3' }, 3).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(findingsOf({ when: 'tx.value > 3' }, 3).map(({ id }) => id)).toEqual(ids);
  });

  it('reaches no channel where it is muted', () => {
    expect(findingsOf({ when: 'tx.value > 3', muted: true })[0]?.monitor?.channels).toEqual([]);
  });

  it.each([
    ['its own channels', { channels: ['ops'] }, ['ops']],
    ['its own channels also where it is muted', { channels: ['ops'], muted: true }, ['ops']],
    ['all of its organisation’s where it names none', { channels: [], muted: true }, null],
  ] as readonly (readonly [string, Partial<Monitor>, readonly string[] | null])[])(
    'is told as an error to %s',
    (_whom, change, channels) => {
      const [finding] = findingsOf({ when: 'score.risk > 3.0', ...change });
      expect(finding).toMatchObject({ detectorId: 'monitor-error:acme/watch', stage: 'operate', severity: 'medium', risk: null });
      expect(finding?.monitor?.channels).toEqual(channels);
    },
  );
});

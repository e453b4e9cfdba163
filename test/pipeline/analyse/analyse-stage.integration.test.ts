import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeRecord, encodeRecord } from '../../../src/adapters/codec/record-codec.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { FindingsEvent } from '../../../src/core/alert/findings-event.js';
import type { Block } from '../../../src/core/chain/block.js';
import { type ChainEvent, refOf } from '../../../src/core/chain/chain-event.js';
import { parseBlock } from '../../../src/core/chain/parse-block.js';
import { RetryableError } from '../../../src/core/errors.js';
import { NO_MONITORS } from '../../../src/core/monitor/monitor-set.js';
import { NO_SCORING } from '../../../src/core/score/scoring.js';
import { AnalyseStage } from '../../../src/pipeline/analyse/analyse-stage.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import { hashAt } from '../../support/analysed-block.js';
import { openTestControlStore } from '../../support/control-store.js';
import { createCountedMetrics, SILENT_LOGGER } from '../../support/records.js';

/** Says no as many times as it is told to, and works then. */
class Moody {
  refusals = 0;

  mayRefuse(what: string): void {
    if (this.refusals === 0) return;
    this.refusals -= 1;
    throw new RetryableError('moody', `${what} does not answer`);
  }
}

function block(chainId: number, number: number, branch = 0): Block {
  const raw = {
    number: `0x${number.toString(16)}`,
    hash: hashAt(branch, number),
    parentHash: hashAt(branch, number - 1),
    timestamp: `0x${(1_700_000_000 + number).toString(16)}`,
    transactions: [],
  };
  return parseBlock(chainId, { block: raw, receipts: [], traces: null, traceSource: 'none' }, null).block;
}

describe('the analysis, when what it writes to fails', () => {
  let control: ControlStore;
  let chains = 300;
  beforeAll(async () => {
    control = await openTestControlStore();
  }, 60_000);
  afterAll(() => control.close());

  function stageOf() {
    chains += 1;
    const chainId = chains;
    const [log, analytics] = [new Moody(), new Moody()];
    const published: FindingsEvent[] = [];
    const [written, filled]: [string[], number[]] = [[], []];
    const stage = new AnalyseStage({
      log: {
        durable: true,
        async publish(_topic, records) {
          log.mayRefuse('the log');
          for (const { value } of records) published.push(value as FindingsEvent);
        },
        subscribe: () => Promise.reject(new Error('nobody reads here')),
        lag: async () => 0,
        close: async () => undefined,
      },
      analytics: {
        async append({ summary }) {
          analytics.mayRefuse('the store');
          written.push(summary.ref.hash);
        },
        retract: async () => analytics.mayRefuse('the store'),
        gap: async () => undefined,
        fillGap: async ({ number }) => void filled.push(number),
        flush: async () => undefined,
        rewind: async () => undefined,
      },
      cursors: control.cursors,
      snapshots: control.snapshots,
      detectors: [],
      scoring: NO_SCORING,
      knowledge: NO_KNOWLEDGE,
      metrics: createCountedMetrics(),
      logger: SILENT_LOGGER,
      monitorsOf: () => NO_MONITORS,
      nowMs: () => 0,
      hashText,
      encode: encodeRecord,
      decode: decodeRecord,
    });
    /** As a log does: the same records again until they are handled. */
    const deliver = async (...events: readonly ChainEvent[]) => {
      for (;;) {
        try {
          return await stage.handle(events);
        } catch (error) {
          if (!(error instanceof RetryableError)) throw error;
        }
      }
    };
    const story = () =>
      published.map((event) =>
        event.kind === 'analysed'
          ? `${event.summary.isLate ? '~' : '+'}${event.summary.ref.number}`
          : event.kind === 'retracted'
            ? `-${event.ref.number}`
            : event.kind,
      );
    const of = (number: number, branch = 0): ChainEvent => ({ kind: 'block', block: block(chainId, number, branch) });
    const gone = (number: number, branch = 0): ChainEvent => ({ kind: 'retracted', ref: refOf(block(chainId, number, branch)) });
    const late = (number: number, branch = 0): ChainEvent => ({ kind: 'late', block: block(chainId, number, branch) });
    return { late, filled, published, stage, log, analytics, deliver, story, written, of, gone };
  }

  it('loses no block where the log refuses what it found', async () => {
    const { log, deliver, story, of } = stageOf();
    await deliver(of(1));
    log.refusals = 3;
    await deliver(of(2), of(3));
    await deliver(of(4));
    expect(story()).toEqual(['+1', '+2', '+3', '+4']);
  });

  it('loses no block where the store refuses its rows', async () => {
    const { analytics, deliver, story, written, of } = stageOf();
    await deliver(of(1));
    analytics.refusals = 2;
    await deliver(of(2), of(3));
    expect(story()).toEqual(['+1', '+2', '+3']);
    expect(written).toEqual([1, 2, 3].map((number) => hashAt(0, number)));
  });

  it('handles a block once however often it comes', async () => {
    const { deliver, story, written, of } = stageOf();
    await deliver(of(1), of(2));
    await deliver(of(1), of(2), of(3));
    expect([story(), written.length]).toEqual([['+1', '+2', '+3'], 3]);
  });

  it('takes back what another block replaces, also where nobody said so', async () => {
    const { deliver, story, of, gone } = stageOf();
    await deliver(of(1), of(2), of(3));
    await deliver(of(2, 9), of(3, 9));
    expect(story()).toEqual(['+1', '+2', '+3', '-3', '-2', '+2', '+3']);
    await deliver(gone(3, 9), of(3, 8));
    expect(story().slice(7)).toEqual(['-3', '+3']);
  });

  it('analyses a block that comes late beside the newer ones, which stay as they are', async () => {
    const { stage, analytics, deliver, story, published, filled, of, late } = stageOf();
    await deliver(of(1), of(2), of(4), of(5));
    const before = encodeRecord(stage.stateOf(chains)?.toSnapshot());
    analytics.refusals = 1;
    await deliver(late(3));
    expect(encodeRecord(stage.stateOf(chains)?.toSnapshot())).toEqual(before);
    expect(published.at(-1)).toMatchObject({
      kind: 'analysed',
      summary: { ref: { number: 3 }, isLate: true, partialReasons: expect.arrayContaining(['analysed-late']) },
    });
    await deliver(of(6));
    expect(story()).toEqual(['+1', '+2', '+4', '+5', '~3', '+6']);
    expect([...new Set(filled)]).toEqual([3]);
  });

  it('drops a late block of another branch, and one that is there already', async () => {
    const { deliver, story, of, late } = stageOf();
    await deliver(of(1), of(2), of(4));
    await deliver(late(3, 7), late(2), late(4, 7));
    expect(story()).toEqual(['+1', '+2', '+4']);
  });

  it('takes a late block back with the branch that it is on', async () => {
    const { deliver, story, of, gone, late } = stageOf();
    await deliver(of(1), of(2), of(4), late(3));
    await deliver(gone(4));
    expect(story().slice(3)).toEqual(['~3', '-4']);
    await deliver(of(3), of(4)); // The same branch, read whole this time.
    expect(story().slice(5)).toEqual(['+3', '+4']);
    const other = stageOf();
    await other.deliver(other.of(1), other.of(2), other.of(4), other.late(3), other.gone(4), other.of(3, 9), other.of(4, 9));
    expect(other.story().slice(3)).toEqual(['~3', '-4', '-3', '+3', '+4']);
    const deeper = stageOf();
    await deeper.deliver(deeper.of(1), deeper.of(2), deeper.of(4), deeper.late(3), deeper.gone(4), deeper.gone(2), deeper.of(2, 9));
    expect(deeper.story().slice(3)).toEqual(['~3', '-4', '-3', '-2', '+2']);
  });

  it('still knows after a restart which blocks came late', async () => {
    const { stage, deliver, story, of, gone, late } = stageOf();
    await deliver(of(1), of(2), of(4), late(3));
    await stage.close();
    stage.forget();
    await deliver(gone(4), gone(2), of(2, 9));
    expect(story().slice(3)).toEqual(['~3', '-4', '-3', '-2', '+2']);
  });

  it('drops a block from before what it can undo, and goes on', async () => {
    const { deliver, story, of } = stageOf();
    for (let number = 1; number <= 140; number += 1) await deliver(of(number));
    await deliver(of(5), of(140), of(141));
    expect(story()).toHaveLength(141);
    expect(story().at(-1)).toBe('+141');
  });
});

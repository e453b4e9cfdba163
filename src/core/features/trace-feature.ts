import { type TraceFacts, traceOf } from '../trace/trace-facts.js';
import type { FeatureContext, TraceStats } from './context.js';
import { type Direction, type Feature, feature } from './feature.js';

const OF_CALLS = { isOfCalls: true } as const;

/** A feature of how calls are arranged; null where there is no trace. */
export function shapeFeature(
  id: string,
  direction: Direction,
  sentence: string,
  read: (trace: TraceStats, frames: number) => number,
): Feature {
  return feature(id, direction, sentence, ({ tx, trace }) => (trace === null ? null : read(trace, tx.frames?.length ?? 0)), OF_CALLS);
}

/** A feature of what the calls move and ask; null where there is no trace, or all of it was undone. */
export function flowFeature(
  id: string,
  direction: Direction,
  sentence: string,
  read: (flow: TraceFacts, context: FeatureContext) => number | null,
): Feature {
  return feature(
    id,
    direction,
    sentence,
    (context) => {
      const flow = traceOf(context.tx);
      return flow === null ? null : read(flow, context);
    },
    OF_CALLS,
  );
}

import type { Json } from '../../core/detect/finding.js';
import type { AuditStore } from '../../ports/check-store.js';
import type { Clock } from '../../ports/clock.js';
import type { Exchange } from '../../ports/delivery-store.js';
import type { NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun, ResponseStore } from '../../ports/response-store.js';

export type Detail = { readonly [key: string]: Json };

export interface RecordDeps {
  readonly responses: ResponseStore;
  readonly audit: Pick<AuditStore, 'put'>;
  readonly clock: Clock;
}

/** Puts each step of a response on record: in its run, and in the organisation's audit log. */
export class ResponseRecord {
  constructor(private readonly deps: RecordDeps) {}

  async end(run: ResponseRun, state: ResponseRun['state'], reason: string | null, detail: Detail, blockNumber?: number): Promise<void> {
    const { responses, clock } = this.deps;
    await responses.end(run.id, { state, reason, ...(blockNumber === undefined ? {} : { blockNumber }) }, clock.nowMs());
    await this.audited(run, `response.${state}`, { ...detail, ...(reason === null ? {} : { reason }) });
  }

  /** Not done, and why. Null where it may be on its way already. */
  async withhold(run: ResponseRun, reason: string): Promise<NotifyResult | null> {
    const { responses, clock } = this.deps;
    return (await responses.withhold(run.id, reason, clock.nowMs())) ? this.withheld(run, reason) : null;
  }

  async withheld(run: ResponseRun, reason: string): Promise<NotifyResult> {
    await this.audited(run, 'response.withheld', { reason });
    return dead(reason);
  }

  /** A step that changes no state. */
  audited({ organisationId, channelId, incidentId, action: what }: ResponseRun, action: string, detail: Detail): Promise<void> {
    return this.deps.audit.put({
      atMs: this.deps.clock.nowMs(),
      organisationId,
      keyId: 'response',
      action,
      target: channelId,
      detail: JSON.stringify({ incidentId, action: what, ...detail }),
    });
  }
}

/** What was asked of a node and what it said, as deliveries show it. */
export function exchangeOf(method: string, url: string, body: object, answer: object | null, latencyMs: number): Exchange {
  return {
    request: { method, url, headers: {}, body: JSON.stringify(body) },
    response: answer === null ? null : { status: 200, headers: {}, body: JSON.stringify(answer) },
    latencyMs: Math.round(latencyMs),
    error: null,
  };
}

/** Over: no other try would be another. */
export function dead(reason: string): NotifyResult {
  return { kind: 'dead', reason, exchange: null };
}

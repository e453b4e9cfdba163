import type { Json } from '../../core/detect/finding.js';
import type { AuditStore } from '../../ports/check-store.js';
import type { Clock } from '../../ports/clock.js';
import type { Exchange } from '../../ports/delivery-store.js';
import type { NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun, ResponseStore } from '../../ports/response-store.js';

export type Detail = { readonly [key: string]: Json };

/** Puts each step of a response on record: in its run, and in the organisation's audit log. */
export class ResponseRecord {
  constructor(
    private readonly deps: { readonly responses: ResponseStore; readonly audit: Pick<AuditStore, 'put'>; readonly clock: Clock },
  ) {}

  async end(run: ResponseRun, state: ResponseRun['state'], reason: string | null, detail: Detail, blockNumber?: number): Promise<void> {
    await this.deps.responses.end(
      run.id,
      { state, reason, ...(blockNumber === undefined ? {} : { blockNumber }) },
      this.deps.clock.nowMs(),
    );
    await this.audited(run, `response.${state}`, { ...detail, ...(reason === null ? {} : { reason }) });
  }

  /** A step that changes no state. */
  audited({ organisationId, channelId, incidentId, action: what }: ResponseRun, action: string, detail: Detail) {
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

import { outboundMessageSchema } from '../../contracts/outbound-message.js';
import type { Hex } from '../../core/chain/block.js';
import { messageOf as errorText } from '../../core/errors.js';
import { isArmed } from '../../core/respond/arming.js';
import { type AllowedResponse, actionText, type ResponseAction, type ResponseSettings, refusalOf } from '../../core/respond/response.js';
import type { AuditStore } from '../../ports/check-store.js';
import type { AlertStore } from '../../ports/control-store.js';
import type { Channel } from '../../ports/delivery-store.js';
import type { Notification, NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun } from '../../ports/response-store.js';
import { dead, exchangeOf, ResponseRecord } from './response-record.js';
import { ResponseTransactions, type TransactionDeps } from './response-transactions.js';

export interface ResponderDeps extends TransactionDeps {
  readonly alerts: Pick<AlertStore, 'alertsByIds' | 'incidentsByIds'>;
  readonly audit: Pick<AuditStore, 'put'>;
  /** The operator's allow-list. */
  readonly allowed: readonly AllowedResponse[];
  readonly hashText: (text: string) => string;
}

/** Sends the message to a URL as a webhook of the channel, signed. */
export type PostWebhook = (channel: Channel, url: string) => Promise<NotifyResult>;

const DAY_MS = 86_400_000;
/**
 * Answers an incident once: off until two members armed it, within the operator's allow-list and a cap a day, kept before it is done. A transaction is signed once; the same bytes
 * are sent at each try, so that two processes and a `kill -9` between any two steps come to one transaction.
 */
export class Responder {
  private readonly record: ResponseRecord;
  private readonly transactions: ResponseTransactions;

  constructor(private readonly deps: ResponderDeps) {
    this.record = new ResponseRecord(deps);
    this.transactions = new ResponseTransactions(deps, this.record);
  }

  async respond(channel: Channel, notification: Notification, post: PostWebhook): Promise<NotifyResult> {
    const { response } = channel;
    if (response === null) return dead('the channel has no response');
    try {
      const { type, data } = outboundMessageSchema.parse(JSON.parse(notification.body));
      if (type === 'canary') return await this.tried(channel, response.action);
      const { incidentId, id: alertId } = data;
      if (type !== 'alert.created' || incidentId == null || alertId === undefined)
        return dead('a response answers new alerts of its monitors only');
      return await this.answer(channel, response, { incidentId, alertId }, post);
    } catch (error) {
      return { kind: 'retry', reason: errorText(error), afterMs: null, exchange: null };
    }
  }

  /** Whether it could be done: key, node and code are there. Nothing is simulated, for what is paused cannot be paused. Rejects with what is missing. */
  async rehearse({ organisationId, response }: Channel, reach: (url: string) => Promise<void>): Promise<void> {
    if (response === null) throw new Error('the channel has no response');
    const refusal = refusalOf(response.action, organisationId, this.deps.allowed);
    if (refusal !== null) throw new Error(refusal);
    if (response.action.kind === 'webhook') return reach(response.action.url);
    await this.transactions.rehearse(response.action);
  }

  private async answer(
    channel: Channel,
    settings: ResponseSettings,
    of: { readonly incidentId: string; readonly alertId: string },
    post: PostWebhook,
  ): Promise<NotifyResult> {
    const { responses, clock, hashText } = this.deps;
    const { organisationId, id: channelId } = channel;
    const nowMs = clock.nowMs();
    const blank: ResponseRun = {
      ...of,
      id: `rsp_${hashText(`${organisationId}/${channelId}/${of.incidentId}`).slice(0, 32)}`,
      organisationId,
      channelId,
      action: actionText(settings.action),
      state: 'begun',
      reason: null,
      transaction: null,
      blockNumber: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    const cap = settings.dryRun ? null : { most: settings.maxPerDay, sinceMs: nowMs - DAY_MS };
    const begun = await responses.begin(blank, cap);
    if (begun.kind === 'capped')
      return this.withhold(blank, `the cap of ${settings.maxPerDay} a day is reached: ${begun.count} in the last 24 hours`);
    const { run } = begun;
    if (run.state === 'done' || run.state === 'dry-run') return { kind: 'delivered', status: null, exchange: null };
    if (run.state === 'reverted' || run.state === 'failed') return dead(run.reason ?? 'it failed before');
    const refusal = await this.refusal(channel, settings, of);
    // Signed before: it may be under way, and is followed in any case.
    if (refusal !== null && run.transaction === null) {
      await responses.end(run.id, { state: 'withheld', reason: refusal }, clock.nowMs());
      return this.withhold(run, refusal);
    }
    if (settings.dryRun) return this.dryRun(run, channel, settings.action);
    return settings.action.kind === 'webhook'
      ? this.call(run, channel, settings.action.url, post)
      : this.transactions.send(run, settings.action, refusal === null);
  }

  /** Why it must not be done now; null: it may. */
  private async refusal(
    { organisationId, id }: Channel,
    settings: ResponseSettings,
    { alertId, incidentId }: { readonly alertId: string; readonly incidentId: string },
  ): Promise<string | null> {
    const { responses, alerts, allowed, hashText } = this.deps;
    const notAllowed = refusalOf(settings.action, organisationId, allowed);
    if (notAllowed !== null) return notAllowed;
    if (!settings.dryRun && !isArmed(await responses.arming(organisationId, id), fingerprintOf(settings, hashText)))
      return `it is not armed: two members say so by POST /v1/channels/${id}/arm`;
    const [alert] = isHex(alertId) ? await alerts.alertsByIds([alertId]) : [];
    const [incident] = await alerts.incidentsByIds([incidentId]);
    if (alert?.status === 'withdrawn' || incident?.status === 'withdrawn') return 'the alert was withdrawn: its block left the chain';
    return null;
  }

  private async dryRun(run: ResponseRun, channel: Channel, action: ResponseAction): Promise<NotifyResult> {
    const result = await this.tried(channel, action);
    const reason = result.kind === 'delivered' ? null : result.reason;
    await this.record.end(run, 'dry-run', reason, {});
    return result.kind === 'delivered' ? result : { kind: 'dead', reason: reason ?? '', exchange: result.exchange };
  }

  /** What would be done, done on nothing but a simulation. */
  private async tried({ organisationId }: Channel, action: ResponseAction): Promise<NotifyResult> {
    const refusal = refusalOf(action, organisationId, this.deps.allowed);
    if (refusal !== null) return dead(refusal);
    if (action.kind === 'webhook')
      return { kind: 'delivered', status: null, exchange: exchangeOf('dry run', action.url, {}, { wouldBe: 'sent, signed' }, 0) };
    return this.transactions.tried(action);
  }

  private async call(run: ResponseRun, channel: Channel, url: string, post: PostWebhook): Promise<NotifyResult> {
    const result = await post(channel, url);
    if (result.kind === 'delivered') await this.record.end(run, 'done', null, { url });
    if (result.kind === 'dead') await this.record.end(run, 'failed', result.reason, { url });
    return result;
  }

  private async withhold(run: ResponseRun, reason: string): Promise<NotifyResult> {
    await this.record.audited(run, 'response.withheld', { reason });
    return dead(reason);
  }
}

/** What both members saw when they armed it. */
export function fingerprintOf(settings: ResponseSettings, hashText: (text: string) => string): string {
  return hashText(JSON.stringify([settings.monitors, settings.action, settings.dryRun, settings.maxPerDay, settings.minRisk]));
}

function isHex(text: string): text is Hex {
  return text.startsWith('0x');
}

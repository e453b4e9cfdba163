import { outboundMessageSchema } from '../../contracts/outbound-message.js';
import type { Hex } from '../../core/chain/block.js';
import { messageOf as errorText } from '../../core/errors.js';
import { monitorDetectorId } from '../../core/monitor/monitor.js';
import { fingerprintOf, isArmed, type MonitorVersions } from '../../core/respond/arming.js';
import { type AllowedResponse, actionText, type ResponseAction, type ResponseSettings, refusalOf } from '../../core/respond/response.js';
import type { AlertStore } from '../../ports/control-store.js';
import type { Channel } from '../../ports/delivery-store.js';
import type { MonitorStore } from '../../ports/monitor-store.js';
import type { Notification, NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun, SignedTransaction } from '../../ports/response-store.js';
import { dead, exchangeOf, ResponseRecord } from './response-record.js';
import { type Refusal, ResponseTransactions, type TransactionDeps } from './response-transactions.js';

export interface ResponderDeps extends TransactionDeps {
  readonly monitors: Pick<MonitorStore, 'get'>;
  readonly alerts: Pick<AlertStore, 'alertsByIds' | 'incidentsByIds'>;
  /** The operator's allow-list. */
  readonly allowed: readonly AllowedResponse[];
  readonly hashText: (text: string) => string;
}

/** Sends the message to a URL as a webhook of the channel, signed. */
export type PostWebhook = (channel: Channel, url: string) => Promise<NotifyResult>;

/** The alert that sets it off. */
interface Trigger {
  readonly incidentId: string;
  readonly alertId: string;
  readonly detectorId: string;
  readonly version: number;
}

const DAY_MS = 86_400_000;
/** Another is at it at this moment. */
const AGAIN: NotifyResult = { kind: 'retry', reason: 'it is being sent already', afterMs: 1_000, exchange: null };

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
      const { incidentId, id: alertId, detector } = data;
      if (type !== 'alert.created' || incidentId == null || alertId === undefined || detector === undefined)
        return dead('a response answers new alerts of its monitors only');
      const { id: detectorId, version } = detector;
      return await this.answer(channel, response, { incidentId, alertId, detectorId, version }, post);
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

  private async answer(channel: Channel, settings: ResponseSettings, of: Trigger, post: PostWebhook): Promise<NotifyResult> {
    const { responses, clock, hashText } = this.deps;
    const { organisationId, id: channelId } = channel;
    const nowMs = clock.nowMs();
    const blank: ResponseRun = {
      incidentId: of.incidentId,
      alertId: of.alertId,
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
      return this.record.withheld(blank, `the cap of ${settings.maxPerDay} a day is reached: ${begun.count} in the last 24 hours`);
    const { run } = begun;
    const refusal = () => this.refusal(channel, settings, of);
    switch (run.state) {
      case 'done':
      case 'dry-run':
        return { kind: 'delivered', status: null, exchange: null };
      case 'reverted':
      case 'failed':
        return dead(run.reason ?? 'it failed before');
      case 'signed':
      case 'sent':
        return run.transaction === null
          ? dead('what was signed is gone')
          : this.transactions.goOn(run, run.transaction, () => this.refusalOfSigned(run.transaction, settings, refusal));
      case 'begun':
      case 'withheld':
        return this.begin(run, channel, settings, refusal, post);
    }
  }

  private async begin(
    run: ResponseRun,
    channel: Channel,
    settings: ResponseSettings,
    refusal: Refusal,
    post: PostWebhook,
  ): Promise<NotifyResult> {
    const why = await refusal();
    if (why !== null) return (await this.record.withhold(run, why)) ?? AGAIN;
    const { action } = settings;
    if (settings.dryRun) return this.dryRun(run, channel, action);
    if (action.kind === 'webhook') return this.call(run, channel, action.url, post);
    return this.transactions.begin(run, action, refusal);
  }

  /** What was signed is what was armed then: where the channel says something else by now, nobody armed that it be sent. */
  private async refusalOfSigned(signed: SignedTransaction | null, settings: ResponseSettings, refusal: Refusal): Promise<string | null> {
    if (settings.dryRun) return 'the channel was made a dry run';
    if (JSON.stringify(settings.action) !== JSON.stringify(signed?.action)) return 'the channel was changed to do something else';
    return refusal();
  }

  /** Why it must not be done now; null: it may. */
  private async refusal({ organisationId, id }: Channel, settings: ResponseSettings, of: Trigger): Promise<string | null> {
    const { responses, alerts, allowed, monitors, hashText } = this.deps;
    const notAllowed = refusalOf(settings.action, organisationId, allowed);
    if (notAllowed !== null) return notAllowed;
    if (!settings.dryRun) {
      const versions = await monitorVersions(monitors, organisationId, settings.monitors);
      const raisedBy = settings.monitors.find((monitorId) => of.detectorId === monitorDetectorId({ organisationId, id: monitorId }));
      if (raisedBy === undefined) return 'it answers another monitor';
      if (versions[raisedBy] !== of.version)
        return `the monitor ${raisedBy} was changed: version ${of.version} raised this, and there is version ${versions[raisedBy] ?? 'none'} now`;
      if (!isArmed(await responses.arming(organisationId, id), fingerprintOf(settings, versions, hashText)))
        return `it is not armed, or was changed since, or a monitor of it was: two members say so by POST /v1/channels/${id}/arm`;
    }
    const [alert] = isHex(of.alertId) ? await alerts.alertsByIds([of.alertId]) : [];
    const [incident] = await alerts.incidentsByIds([of.incidentId]);
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
}

/** Of each monitor that a response answers, its version now. */
export async function monitorVersions(
  monitors: Pick<MonitorStore, 'get'>,
  organisationId: string,
  ids: readonly string[],
): Promise<MonitorVersions> {
  const current = await Promise.all(ids.map((id) => monitors.get(organisationId, id)));
  return Object.fromEntries(ids.map((id, i) => [id, current[i]?.body == null ? null : current[i].version]));
}

function isHex(text: string): text is Hex {
  return text.startsWith('0x');
}

import { outboundMessageSchema } from '../../contracts/outbound-message.js';
import type { Address, Hex } from '../../core/chain/block.js';
import type { Json } from '../../core/detect/finding.js';
import { messageOf as errorText } from '../../core/errors.js';
import { isArmed } from '../../core/respond/arming.js';
import { type AllowedResponse, actionText, type ResponseAction, type ResponseSettings, refusalOf } from '../../core/respond/response.js';
import type { AuditStore } from '../../ports/check-store.js';
import type { Clock } from '../../ports/clock.js';
import type { AlertStore } from '../../ports/control-store.js';
import type { Channel, Exchange } from '../../ports/delivery-store.js';
import type { Notification, NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun, ResponseStore } from '../../ports/response-store.js';
import type { Signer, TransactionSender } from '../../ports/transaction-sender.js';

export interface ResponderDeps {
  readonly responses: ResponseStore;
  readonly alerts: Pick<AlertStore, 'alertsByIds' | 'incidentsByIds'>;
  readonly audit: Pick<AuditStore, 'put'>;
  /** The operator's allow-list. */
  readonly allowed: readonly AllowedResponse[];
  readonly signers: ReadonlyMap<string, Signer>;
  /** Null: no node of the chain is configured here. */
  senderOf(chainId: number): TransactionSender | null;
  readonly clock: Clock;
  readonly hashText: (text: string) => string;
  /** keccak-256 of serialized bytes. */
  readonly hashOf: (raw: Hex) => Hex;
}

/** Sends the message to a URL as a webhook of the channel, signed. */
export type PostWebhook = (channel: Channel, url: string) => Promise<NotifyResult>;

type Transaction = Extract<ResponseAction, { kind: 'transaction' }>;

const DAY_MS = 86_400_000;
/** Well within a claim of the outbox. */
const FOLLOWED_MS = 20_000;
const LOOK_EVERY_MS = 500;
const AGAIN_MS = 3_000;
const GWEI = 1_000_000_000n;

/**
 * Answers an incident once: off until two members armed it, within the operator's allow-list and a cap a day, kept before it is done. A transaction is signed once; the same bytes
 * are sent at each try, so that two processes and a `kill -9` between any two steps come to one transaction.
 */
export class Responder {
  constructor(private readonly deps: ResponderDeps) {}

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
    const { sender, signer } = this.partsOf(response.action);
    if ((await sender.balance(signer.address)) === 0n)
      throw new Error(`the signer ${response.action.signer} (${signer.address}) has nothing to pay gas with`);
    if (!(await sender.hasCode(response.action.to))) throw new Error(`there is no code at ${response.action.to}`);
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
      : this.transact(run, settings.action, refusal === null);
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
    await this.end(run, 'dry-run', reason, {});
    return result.kind === 'delivered' ? result : { kind: 'dead', reason: reason ?? '', exchange: result.exchange };
  }

  /** What would be done, done on nothing but a simulation. */
  private async tried({ organisationId }: Channel, action: ResponseAction): Promise<NotifyResult> {
    const refusal = refusalOf(action, organisationId, this.deps.allowed);
    if (refusal !== null) return dead(refusal);
    if (action.kind === 'webhook')
      return { kind: 'delivered', status: null, exchange: exchangeOf('dry run', action.url, {}, { wouldBe: 'sent, signed' }, 0) };
    const startedAt = performance.now();
    const { sender, signer } = this.partsOf(action);
    const simulated = await sender.simulate(callOf(action, signer));
    const answer = 'gas' in simulated ? { gas: String(simulated.gas) } : { revert: simulated.revert };
    const exchange = exchangeOf(
      'eth_call (dry run)',
      `chain ${action.chainId}`,
      shownCall(action, signer),
      answer,
      performance.now() - startedAt,
    );
    if ('revert' in simulated) return { kind: 'dead', reason: `it would revert: ${simulated.revert}`, exchange };
    return { kind: 'delivered', status: null, exchange };
  }

  private async call(run: ResponseRun, channel: Channel, url: string, post: PostWebhook): Promise<NotifyResult> {
    const result = await post(channel, url);
    if (result.kind === 'delivered') await this.end(run, 'done', null, { url });
    if (result.kind === 'dead') await this.end(run, 'failed', result.reason, { url });
    return result;
  }

  private async transact(run: ResponseRun, action: Transaction, mayBeSent: boolean): Promise<NotifyResult> {
    const startedAt = performance.now();
    const { sender, signer } = this.partsOf(action);
    const signed = run.transaction === null ? await this.signed(run, action, sender, signer) : run;
    if ('kind' in signed) return signed;
    const { transaction } = signed;
    if (transaction === null) return dead('the signed transaction was not kept');
    const { raw, hash, nonce } = transaction;
    const shown = { ...shownCall(action, signer), nonce, hash };
    const exchange = (answer: { readonly [key: string]: Json } | null) =>
      exchangeOf('eth_sendRawTransaction', `chain ${action.chainId}`, shown, answer, performance.now() - startedAt);
    if (mayBeSent && (await sender.receipt(hash)) === null) {
      await sender.send(raw);
      await this.audited(run, 'response.sent', { hash, nonce });
    }
    const receipt = await this.followed(sender, { hash, nonce, from: signer.address });
    if (receipt === null || receipt === 'overtaken') {
      if (receipt === null) return { kind: 'retry', reason: `sent as ${hash}, not mined yet`, afterMs: AGAIN_MS, exchange: exchange(null) };
      const reason = `another transaction of the signer took the nonce ${nonce}: ${hash} will never be mined`;
      await this.end(run, 'failed', reason, { hash, nonce });
      return { kind: 'dead', reason, exchange: exchange(null) };
    }
    const { succeeded, blockNumber } = receipt;
    const answer = exchange({ status: succeeded ? 'success' : 'reverted', blockNumber });
    await this.end(
      run,
      succeeded ? 'done' : 'reverted',
      succeeded ? null : 'it reverted when it was mined',
      { hash, blockNumber },
      blockNumber,
    );
    return succeeded
      ? { kind: 'delivered', status: null, exchange: answer }
      : { kind: 'dead', reason: `${hash} reverted in block ${blockNumber}`, exchange: answer };
  }

  /** Simulates, signs and keeps; nothing is sent. */
  private async signed(
    run: ResponseRun,
    action: Transaction,
    sender: TransactionSender,
    signer: Signer,
  ): Promise<ResponseRun | NotifyResult> {
    const call = callOf(action, signer);
    const simulated = await sender.simulate(call);
    if ('revert' in simulated) {
      const reason = `it would revert: ${simulated.revert}`;
      await this.end(run, 'failed', reason, {});
      return dead(reason);
    }
    const nonce = await sender.nonce(signer.address, 'pending');
    const raw = await signer.sign({
      ...call,
      chainId: action.chainId,
      nonce,
      gasLimit: action.gasLimit === null ? (simulated.gas * 4n) / 3n : BigInt(action.gasLimit),
      maxFeePerGas: weiOf(action.maxFeePerGasGwei),
      maxPriorityFeePerGas: weiOf(action.maxPriorityFeePerGasGwei),
    });
    const { chainId, signer: name } = action;
    const hash = this.deps.hashOf(raw);
    const kept = await this.deps.responses.keepSigned(run.id, { chainId, signer: name, nonce, raw, hash }, this.deps.clock.nowMs());
    if (kept === 'nonce-taken')
      return { kind: 'retry', reason: `the nonce ${nonce} is another response's`, afterMs: AGAIN_MS, exchange: null };
    await this.audited(run, 'response.signed', { hash: kept.transaction?.hash ?? hash, nonce });
    return kept;
  }

  /** Null: still waiting. `overtaken`: another transaction of the signer was mined in its place. */
  private async followed(
    sender: TransactionSender,
    { hash, nonce, from }: { readonly hash: Hex; readonly nonce: number; readonly from: Address },
  ) {
    const { clock } = this.deps;
    for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
      // Asked before the receipt: one that is mined between the two is there.
      const next = await sender.nonce(from, 'latest');
      const receipt = await sender.receipt(hash);
      if (receipt !== null) return receipt;
      if (next > nonce) return 'overtaken';
      if (waitedMs >= FOLLOWED_MS) return null;
      await clock.sleep(LOOK_EVERY_MS);
    }
  }

  private partsOf(action: Transaction): { readonly sender: TransactionSender; readonly signer: Signer } {
    const sender = this.deps.senderOf(action.chainId);
    if (sender === null) throw new Error(`no node of chain ${action.chainId} is configured where messages are sent: TOCSIN_CHAINS`);
    const signer = this.deps.signers.get(action.signer);
    if (signer === undefined) throw new Error(`the operator has no signer ${action.signer}: TOCSIN_RESPONSES`);
    return { sender, signer };
  }

  private async withhold(run: ResponseRun, reason: string): Promise<NotifyResult> {
    await this.audited(run, 'response.withheld', { reason });
    return dead(reason);
  }

  private async end(
    run: ResponseRun,
    state: ResponseRun['state'],
    reason: string | null,
    detail: { readonly [key: string]: Json },
    blockNumber?: number,
  ): Promise<void> {
    await this.deps.responses.end(
      run.id,
      { state, reason, ...(blockNumber === undefined ? {} : { blockNumber }) },
      this.deps.clock.nowMs(),
    );
    await this.audited(run, `response.${state}`, { ...detail, ...(reason === null ? {} : { reason }) });
  }

  private audited(
    { organisationId, channelId, incidentId, action: what }: ResponseRun,
    action: string,
    detail: { readonly [key: string]: Json },
  ) {
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

/** What both members saw when they armed it. */
export function fingerprintOf(settings: ResponseSettings, hashText: (text: string) => string): string {
  return hashText(JSON.stringify([settings.monitors, settings.action, settings.dryRun, settings.maxPerDay, settings.minRisk]));
}

function callOf({ to, data, valueWei }: Transaction, { address }: Signer) {
  return { from: address, to, data, valueWei: BigInt(valueWei) };
}

function shownCall(
  { chainId, to, function: called, args, data, valueWei }: Transaction,
  { address }: Signer,
): { readonly [key: string]: Json } {
  return { chainId, from: address, to, function: called, args, data, valueWei };
}

function exchangeOf(method: string, url: string, body: object, answer: object | null, latencyMs: number): Exchange {
  return {
    request: { method, url, headers: {}, body: JSON.stringify(body) },
    response: answer === null ? null : { status: 200, headers: {}, body: JSON.stringify(answer) },
    latencyMs: Math.round(latencyMs),
    error: null,
  };
}

function weiOf(gwei: number): bigint {
  return BigInt(Math.round(gwei * 1_000)) * (GWEI / 1_000n);
}

function isHex(text: string): text is Hex {
  return text.startsWith('0x');
}

function dead(reason: string): NotifyResult {
  return { kind: 'dead', reason, exchange: null };
}

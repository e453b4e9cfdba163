import { messageOf } from '../../core/errors.js';
import { signedHeaders } from './standard-webhook.js';

export interface AlarmMessage {
  /** The same for the same alarm, whoever raises it and however often it is tried. */
  readonly id: string;
  readonly type: 'canary.silent' | 'canary.heard';
  /** For people; chat hooks that take `{text}` show it as it is. */
  readonly text: string;
  readonly data: object;
}

export interface AlarmOptions {
  /** The operator's own receiver; it may be in a private network. */
  readonly url: string;
  /** `whsec_…`: signs by Standard Webhooks. Null: unsigned. */
  readonly secret: string | null;
  readonly nowMs: () => number;
}

const TIMEOUT_MS = 10_000;

/** Straight from here to the receiver: no log, no store, no outbox, no stage between. Rejects where it was not taken. */
export async function sendAlarm({ url, secret, nowMs }: AlarmOptions, { id, type, text, data }: AlarmMessage): Promise<void> {
  const at = new Date(nowMs());
  const body = JSON.stringify({ type, timestamp: at.toISOString(), text, data });
  const secrets = secret === null ? [] : [{ value: secret, expiresAtMs: null }];
  const headers = signedHeaders(secrets, { id, body }, at);
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (error: unknown) => {
      throw new Error(`the alarm's receiver cannot be reached: ${messageOf(error)}`);
    },
  );
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the alarm's receiver answered HTTP ${answer.status}`);
}

/** Tells a dead man's switch that all is well; its own silence is the alarm when this whole machine is gone. Rejects where it was not taken. */
export async function beat(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the dead man's switch answered HTTP ${answer.status}`);
}

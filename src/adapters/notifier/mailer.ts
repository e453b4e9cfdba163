import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { messageOf } from '../../core/errors.js';
import type { Exchange } from '../../ports/delivery-store.js';
import type { NotifyResult } from '../../ports/notifier.js';
import type { EmailMessage } from './email-message.js';
import { isPrivateHost } from './outbound-http.js';
import { publicLookup } from './public-lookup.js';
import { decoded, secretsInUrl, withoutSecrets } from './redact.js';

/** For each answer of the server. */
const TIMEOUT_MS = 10_000;
/** For one mail as a whole: less than the time for which a delivery is claimed, else it is sent a second time meanwhile. */
const WHOLE_MS = 45_000;
const BODY_KEPT = 16_384;

export interface SmtpSettings {
  /** smtp://user:password@host:587 or smtps://…:465 */
  readonly url: string;
  readonly from: string;
}

/** Sends by the operator's server. Never throws for what the server does. */
export interface Mailer {
  send(to: readonly string[], message: EmailMessage): Promise<NotifyResult>;
  /** Signs in, and out again. Rejects where that fails. */
  reach(): Promise<void>;
}

export interface MailerOptions {
  readonly allowPrivateTargets: boolean;
  readonly wholeMs?: number;
}

export function createMailer({ url, from }: SmtpSettings, { allowPrivateTargets, wholeMs = WHOLE_MS }: MailerOptions): Mailer {
  const { hostname, port, protocol } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const at = { host, port: port === '' ? (isSecure ? 465 : 587) : Number(port) };
  const secrets = secretsInUrl(url, false);
  const auth = authOf(url);

  /** One connection with the server, cut where it takes too long as a whole. */
  async function connected<T>(run: (transport: Transport) => Promise<T>): Promise<T> {
    let socket: Socket | null = null;
    const transport = createTransport({
      ...at,
      secure: isSecure,
      ...auth,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
      // The name is judged where it is resolved, at the moment of connecting, as for HTTP.
      getSocket: (_options: unknown, done: SocketReady) =>
        openSocket(at, allowPrivateTargets, (error, options) => {
          socket = options.connection ?? null;
          done(error, options);
        }),
    });
    const late = new Error(`the server took more than ${wholeMs / 1_000} seconds for one mail`);
    const timer = setTimeout(() => socket?.destroy(late), wholeMs);
    try {
      return await run(transport);
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  }

  return {
    async reach() {
      try {
        await connected((transport) => transport.verify());
      } catch (error) {
        throw new Error(withoutSecrets(messageOf(error), secrets));
      }
    },
    async send(to, message) {
      const startedAt = performance.now();
      const exchange = (response: Exchange['response'], error: string | null): Exchange => ({
        request: {
          method: 'SMTP',
          url: `${protocol}//${host}:${at.port}`,
          headers: {
            from,
            to: to.join(', '),
            subject: message.subject,
            'message-id': message.messageId,
            ...(message.references === null ? {} : { references: message.references }),
          },
          body: message.text.slice(0, BODY_KEPT),
        },
        response,
        latencyMs: Math.round(performance.now() - startedAt),
        error: error === null ? null : withoutSecrets(error, secrets),
      });
      try {
        const { references, ...content } = message;
        const mail = { from, to: [...to], ...content, ...(references === null ? {} : { references, inReplyTo: references }) };
        const sent = await connected((transport) => transport.sendMail(mail));
        const refused = sent.rejected.map(String);
        const answer = {
          status: Number(sent.response.slice(0, 3)),
          headers: {},
          body: withoutSecrets(sent.response, secrets).slice(0, 4_096),
        };
        return {
          kind: 'delivered',
          status: answer.status,
          exchange: exchange(answer, refused.length === 0 ? null : `the server refused ${refused.join(', ')}`),
        };
      } catch (error) {
        return failureOf(error, exchange, secrets);
      }
    },
  };
}

type Transport = ReturnType<typeof createTransport>;
type SocketReady = (error: Error | null, options: { readonly connection?: Socket }) => void;

function authOf(url: string) {
  const { username, password } = new URL(url);
  return username === '' ? {} : { auth: { user: decoded(username), pass: decoded(password) } };
}

function openSocket(at: { readonly host: string; readonly port: number }, allowPrivateTargets: boolean, done: SocketReady): void {
  if (!allowPrivateTargets && isPrivateHost(at.host)) {
    const refusal: NodeJS.ErrnoException = new Error('the SMTP server is a private address; TOCSIN_ALLOW_PRIVATE_TARGETS allows it');
    refusal.code = 'EPRIVATE';
    return done(refusal, {});
  }
  const socket = connect({ ...at, ...(allowPrivateTargets ? {} : { lookup: publicLookup }) });
  const fail = (error: Error) => {
    socket.destroy();
    done(error, {});
  };
  socket.setTimeout(TIMEOUT_MS, () => fail(new Error(`no connection within ${TIMEOUT_MS / 1_000} seconds`)));
  socket.once('error', fail);
  socket.once('connect', () => {
    socket.setTimeout(0);
    socket.removeListener('error', fail);
    done(null, { connection: socket });
  });
}

/** 5xx about this mail or its recipients is final; that we may not sign in, or not send as this sender, is the operator's to mend, and others hear it later. */
function failureOf(
  error: unknown,
  exchange: (response: Exchange['response'], error: string) => Exchange,
  secrets: readonly string[],
): NotifyResult {
  const { code, command, responseCode, response } = Object(error);
  const text = withoutSecrets(messageOf(error), secrets);
  const answer =
    typeof responseCode === 'number'
      ? { status: responseCode, headers: {}, body: withoutSecrets(String(response ?? ''), secrets).slice(0, 4_096) }
      : null;
  const isFinal =
    code === 'EPRIVATE' ||
    (typeof responseCode === 'number' && FINAL_CODES.includes(responseCode) && (command === 'RCPT TO' || code === 'EMESSAGE'));
  if (isFinal) return { kind: 'dead', reason: text, exchange: exchange(answer, text) };
  return { kind: 'retry', reason: text, afterMs: null, exchange: exchange(answer, text) };
}

/** Mailbox or message refused for good (RFC 5321). */
const FINAL_CODES = [550, 551, 552, 553, 554];

import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly to: readonly string[];
  /** Header names in lower case, folded lines joined. */
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: string;
}

/** A mail server of its own, that keeps what it takes. */
export interface MailServer {
  readonly port: number;
  readonly received: readonly Mail[];
  /** Refuses recipients with this code; null: takes all. */
  refuse(code: number | null, recipients?: (address: string) => boolean): void;
  /** Refuses whoever sends with this code; null: takes all. */
  refuseSender(code: number | null): void;
  /** Thinks so long about each recipient. */
  think(ms: number): void;
  stop(): Promise<void>;
}

export async function startMailServer(login: { readonly user: string; readonly password: string }): Promise<MailServer> {
  const received: Mail[] = [];
  let refusal: { readonly code: number | null; readonly of: (address: string) => boolean } = { code: null, of: () => true };
  let senderRefusal: number | null = null;
  let thinksMs = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login.user && password === login.password ? done(null, { user: username }) : done(new Error('535 who are you?')),
    onMailFrom: (_address, _session, done) =>
      senderRefusal === null ? done() : done(Object.assign(new Error('not owned by you'), { responseCode: senderRefusal })),
    onRcptTo({ address }, _session, done) {
      if (refusal.code === null || !refusal.of(address)) return void setTimeout(done, thinksMs);
      done(Object.assign(new Error('no such mailbox'), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      let raw = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        raw += text;
      });
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), headers: headersOf(raw), raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    refuse: (code, of = () => true) => {
      refusal = { code, of };
    },
    refuseSender: (code) => {
      senderRefusal = code;
    },
    think: (ms) => {
      thinksMs = ms;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function headersOf(raw: string): ReadonlyMap<string, string> {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

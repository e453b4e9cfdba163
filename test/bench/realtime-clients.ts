// A process of socket.io clients for test/bench/realtime.ts: says what each heard, and how late.
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';

const planSchema = z.object({
  url: z.string(),
  clients: z.array(
    z.object({ id: z.number(), apiKey: z.string(), filter: z.record(z.string(), z.unknown()), manner: z.enum(['steady', 'cut', 'stuck']) }),
  ),
});
type Plan = z.output<typeof planSchema>['clients'][number];

const eventSchema = z.object({
  cursor: z.string(),
  type: z.string(),
  data: z.object({ times: z.object({ alerted: z.string() }).optional() }),
});

interface Client {
  readonly plan: Plan;
  readonly socket: Socket;
  readonly cursors: string[];
  readonly latencies: number[];
  lagged: number;
  after: string;
}

const clients: Client[] = [];

async function connect(url: string, plan: Plan): Promise<Client> {
  const socket = io(url, {
    path: '/socket.io',
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
    auth: { apiKey: plan.apiKey },
  });
  const client: Client = { plan, socket, cursors: [], latencies: [], lagged: 0, after: '' };
  for (const name of ['alert', 'incident'])
    socket.on(name, (told: unknown) => {
      const { cursor, type, data } = eventSchema.parse(told);
      client.cursors.push(cursor);
      client.after = cursor;
      if (type === 'alert.created' && plan.manner === 'steady' && data.times !== undefined)
        client.latencies.push(Date.now() - Date.parse(data.times.alerted));
    });
  socket.on('lagging', () => {
    client.lagged += 1;
  });
  await new Promise<void>((resolve, reject) => {
    const subscribe = async () => {
      const answer: unknown = await socket.emitWithAck('subscribe', {
        ...plan.filter,
        blocks: false,
        ...(client.after === '' ? {} : { after: client.after }),
      });
      const accepted = z.object({ cursor: z.string() }).parse(answer);
      if (client.after === '') client.after = accepted.cursor;
      resolve();
    };
    socket.on('connect', () => void subscribe().catch(reject));
    socket.on('connect_error', (error) => {
      if (!socket.active) reject(error);
    });
  });
  return client;
}

/** The connection below socket.io. */
function streamOf({ socket }: Client): { pause(): void; resume(): void } {
  const stream: unknown = Reflect.get(Object(Reflect.get(socket.io.engine.transport, 'ws')), '_socket');
  return stream as { pause(): void; resume(): void };
}

const AT_ONCE = 20;

process.on('message', (message: { readonly kind: string; readonly plan?: unknown }) => {
  const work = async () => {
    if (message.kind === 'open') {
      const { url, clients: plans } = planSchema.parse(message.plan);
      for (let i = 0; i < plans.length; i += AT_ONCE)
        clients.push(...(await Promise.all(plans.slice(i, i + AT_ONCE).map((plan) => connect(url, plan)))));
      for (const client of clients) if (client.plan.manner === 'stuck') streamOf(client).pause();
      process.send?.({ kind: 'opened' });
    }
    if (message.kind === 'cut') for (const { plan, socket } of clients) if (plan.manner === 'cut') socket.io.engine.close();
    if (message.kind === 'read') for (const client of clients) if (client.plan.manner === 'stuck') streamOf(client).resume();
    if (message.kind === 'report')
      process.send?.({
        kind: 'heard',
        clients: clients.map(({ plan, cursors, lagged }) => ({ id: plan.id, cursors, lagged })),
        latencies: clients.flatMap(({ latencies }) => latencies),
      });
  };
  work().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});

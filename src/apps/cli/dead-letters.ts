import { FatalError } from '../../core/errors.js';
import { DEFAULT_ORGANISATION } from '../../ports/access-store.js';
import type { OutboxMessage } from '../../ports/delivery-store.js';
import { askInstance, type OperationFlags, print, settled, withStore } from './operations.js';

const SHOWN = 100;

export interface ReplayFlags extends OperationFlags {
  readonly channel?: string;
  /** Whose channel, where no instance runs; one that runs knows it by the key. */
  readonly organisation?: string;
}

/** `tocsin deadletters list`: blocks that could not be read, and messages that no receiver took. */
export async function listDeadLetters(flags: OperationFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const blocks = await askInstance(config, 'GET', `/v1/deadletters?limit=${SHOWN}`);
  if (blocks !== null) {
    const deliveries = await askInstance(config, 'GET', `/v1/deliveries?state=dead&limit=${SHOWN}`);
    return print({ ...Object(blocks), deliveries: Object(deliveries).items });
  }
  await withStore(config, async (store) => {
    const page = await store.deadLetters.list(SHOWN, null);
    const dead = await store.outbox.list({ organisationId: null, state: 'dead' }, SHOWN);
    print({ ...page, deliveries: dead.map(shown) });
  });
}

function shown({ id, organisationId, channelId, type, attempts, lastError, createdAtMs }: OutboxMessage) {
  return { id, organisationId, channelId, type, attempts, lastError, createdAt: new Date(createdAtMs).toISOString() };
}

/** `tocsin deadletters replay ID`: a block is read again, at once or at ingest's next start; a message is sent again. `--channel`: all dead ones of it. */
export async function replayDeadLetter(id: string | undefined, flags: ReplayFlags, env: NodeJS.ProcessEnv): Promise<void> {
  if ((id === undefined) === (flags.channel === undefined))
    throw new FatalError('which', 'Name one dead letter by its id, or a channel with --channel; tocsin deadletters list shows both.');
  if (id === undefined) return replayChannel(flags.channel ?? '', flags, env);
  return id.startsWith('msg_') ? replayDelivery(id, flags, env) : replayBlock(id, flags, env);
}

async function replayChannel(channelId: string, flags: ReplayFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const answered = await askInstance(config, 'POST', `/v1/channels/${encodeURIComponent(channelId)}/replay`);
  if (answered !== null) return print(answered);
  const { organisation: organisationId = DEFAULT_ORGANISATION } = flags;
  print({ replayed: await withStore(config, (store) => store.outbox.replay({ organisationId, channelId }, Date.now())) });
}

async function replayDelivery(id: string, flags: ReplayFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const answered = await askInstance(config, 'POST', `/v1/deliveries/${encodeURIComponent(id)}/replay`);
  if (answered !== null) return print({ id, replayed: 1 });
  const replayed = await withStore(config, (store) => store.outbox.replay({ organisationId: null, id }, Date.now()));
  if (replayed === 0)
    throw new FatalError(
      'no-such-letter',
      `There is no dead delivery ${id} whose channel is still there; tocsin deadletters list shows them.`,
    );
  print({ id, replayed });
}

async function replayBlock(id: string, flags: ReplayFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const answered = await askInstance(config, 'POST', `/v1/deadletters/${encodeURIComponent(id)}/replay`);
  if (answered !== null) return print(answered);
  const requested = await withStore(config, (store) => store.deadLetters.request(id, Date.now()));
  if (!requested) throw new FatalError('no-such-letter', `There is no dead letter ${id}; tocsin deadletters list shows them.`);
  print({ id, requested, note: 'Ingest reads the block again as soon as it is at work; tocsin deadletters list says what came of it.' });
}

import type { z } from 'zod';
import {
  closingSchema,
  laggingSchema,
  progressSchema,
  REALTIME_EVENTS,
  realtimeErrorSchema,
  realtimeEventSchema,
  subscribedSchema,
  subscribeSchema,
  unsubscribeSchema,
} from '../../../contracts/realtime.js';
import { CATALOGUE } from './json-schema.js';

interface Message {
  readonly name: string;
  readonly summary: string;
  readonly payload: object;
}

const EVENT_SUMMARIES: Readonly<Record<(typeof REALTIME_EVENTS)[number], string>> = {
  alert: 'An alert was made, changed or withdrawn',
  incident: 'An incident was opened or changed',
  block: 'The risk summary of an analysed block',
  health: 'A gap, another state of a chain, a protocol that is gone',
  check: 'What an answered check read has changed',
};

/** What sockets say and are told, as AsyncAPI 3.0; of the schemas that both sides check with. */
export function asyncDocument(): object {
  const requests = [
    message('subscribe', 'What to hear; acknowledged with the subscription, or with why not', subscribeSchema, 'input'),
    message('unsubscribe', 'Hears no more of it', unsubscribeSchema, 'input'),
  ];
  const events = [
    ...REALTIME_EVENTS.map((name) => message(name, EVENT_SUMMARIES[name], realtimeEventSchema, 'output')),
    message('lagging', 'Too little was taken: what follows comes from the store, late and whole', laggingSchema, 'output'),
    message('progress', 'All up to here was looked at: to resume after', progressSchema, 'output'),
    message('closing', 'Why the service hangs up', closingSchema, 'output'),
  ];
  const replies = [
    message('subscribed', 'Of whose events they are, and from which cursor on', subscribedSchema, 'output'),
    message('refused', 'Which field does not hold, or why it cannot be now', realtimeErrorSchema, 'output'),
  ];
  const all = [...requests, ...events, ...replies];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tocsin, live',
      version: '1',
      description:
        'socket.io at `/socket.io`; the handshake’s `auth` is `{apiKey}`, or a browser’s session cookie comes along. An organisation hears what is everybody’s and its own.',
    },
    defaultContentType: 'application/json',
    channels: { socket: { address: '/socket.io', messages: Object.fromEntries(all.map((each) => [each.name, each])) } },
    operations: {
      ...Object.fromEntries(
        requests.map(({ name }) => [name, requestOf(name, name === 'subscribe' ? replies.map((reply) => reply.name) : null)]),
      ),
      told: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: events.map(({ name }) => ref(name)) },
    },
    components: { schemas: CATALOGUE.all() },
  };
}

function message(name: string, summary: string, schema: z.ZodType, io: 'input' | 'output'): Message {
  return { name, summary, payload: CATALOGUE.of(schema, io) };
}

function requestOf(name: string, replies: readonly string[] | null): object {
  const channel = { $ref: '#/channels/socket' };
  return {
    action: 'receive',
    channel,
    messages: [ref(name)],
    ...(replies === null ? {} : { reply: { channel, messages: replies.map(ref) } }),
  };
}

function ref(name: string): { readonly $ref: string } {
  return { $ref: `#/channels/socket/messages/${name}` };
}

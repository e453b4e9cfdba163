import { randomBytes } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { isPrivateHost } from '../../../adapters/notifier/outbound-http.js';
import {
  type ChannelInput,
  channelChangeSchema,
  channelCreatedSchema,
  channelInputSchema,
  channelSchema,
  rotatedSchema,
  rotateSchema,
  testResultSchema,
} from '../../../contracts/channel.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { Address } from '../../../core/chain/block.js';
import { actionText } from '../../../core/respond/response.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Channel } from '../../../ports/delivery-store.js';
import type { Notifier } from '../../../ports/notifier.js';
import type { Caller } from '../../platform/caller.js';
import type { Responses } from '../../platform/open-responses.js';
import { idParams } from '../http/inputs.js';
import { invalid, notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOTIFIER, NOW, PRIVATE_TARGETS, RESPONSES, SENDS_MAIL } from '../tokens.js';
import { channelOut, exchangeOut } from './delivery-out.js';

const channelPageSchema = pageOf(channelSchema);

type Id = z.output<typeof idParams>;
/** Each costs a connection a minute and may take a lane of delivery from others. */
const MOST_CHANNELS = 100;
/** Kinds whose requests carry a secret, which must not travel in the clear. */
const TLS_KINDS: ReadonlySet<Channel['kind']> = new Set(['slack', 'discord', 'telegram', 'pagerduty', 'opsgenie']);

const SERVICE_HOSTS: ReadonlySet<string> = new Set([
  'api.telegram.org',
  'events.pagerduty.com',
  'events.eu.pagerduty.com',
  'api.opsgenie.com',
  'api.eu.opsgenie.com',
]);

@ApiTags('channels')
@Controller('v1/channels')
export class ChannelsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'channels' | 'secrets'>,
    @Inject(NOTIFIER) private readonly notifier: Notifier,
    @Inject(PRIVATE_TARGETS) private readonly allowPrivateTargets: boolean,
    @Inject(SENDS_MAIL) private readonly sendsMail: boolean,
    @Inject(RESPONSES) private readonly responses: Responses | null,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({ method: 'GET', path: '', summary: 'Where alerts are sent', access: 'read', response: channelPageSchema })
  async listChannels({ organisationId }: Caller): Promise<z.output<typeof channelPageSchema>> {
    return { items: (await this.control.channels.list(organisationId)).map(channelOut), nextCursor: null };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'A new channel; the signing secret of a webhook is shown in this answer only',
    access: 'write',
    body: channelInputSchema,
    response: channelCreatedSchema,
    status: 201,
  })
  async createChannel(input: ChannelInput, caller: Caller): Promise<z.output<typeof channelCreatedSchema>> {
    const { organisationId } = caller;
    const ids = (await this.control.channels.list(organisationId)).map(({ id }) => id);
    if (ids.length >= MOST_CHANNELS)
      throw new ProblemError(409, `An organisation has ${MOST_CHANNELS} channels at most: remove one first.`);
    if (ids.includes(input.id))
      throw new ProblemError(409, 'A channel of this id is there already; remove it first.', [{ path: '/id', message: 'is taken' }]);
    const secret = isSigned(input) ? newSecret() : null;
    const secrets = secret === null ? [] : [{ value: secret, expiresAtMs: null }];
    const channel = await this.checked(input, { organisationId, secrets, createdAtMs: this.nowMs() }, caller);
    await this.control.channels.put(channel);
    return { ...channelOut(channel), secret };
  }

  @Route({ method: 'GET', path: ':id', summary: 'One channel', access: 'read', params: idParams, response: channelSchema })
  async getChannel({ id }: Id, caller: Caller): Promise<z.output<typeof channelSchema>> {
    return channelOut(await this.channel(id, caller));
  }

  @Route({
    method: 'PATCH',
    path: ':id',
    summary: 'Changes a channel; what is left out stays as it is',
    access: 'write',
    params: idParams,
    body: channelChangeSchema,
    response: channelSchema,
  })
  async updateChannel({ id }: Id, change: z.output<typeof channelChangeSchema>, caller: Caller): Promise<z.output<typeof channelSchema>> {
    const { organisationId, secrets, createdAtMs, ...before } = await this.channel(id, caller);
    const parsed = channelInputSchema.safeParse({ ...before, ...change });
    if (!parsed.success) throw invalid(parsed.error.issues);
    const channel = await this.checked(parsed.data, { organisationId, secrets, createdAtMs }, caller);
    await this.control.channels.put(channel);
    return channelOut(channel);
  }

  @Route({
    method: 'DELETE',
    path: ':id',
    summary: 'Sends nothing there any more; what still waited for it is a dead letter',
    access: 'write',
    params: idParams,
    response: null,
  })
  async removeChannel({ id }: Id, caller: Caller): Promise<undefined> {
    await this.channel(id, caller);
    await this.control.channels.remove(caller.organisationId, id);
  }

  @Route({
    method: 'POST',
    path: ':id/secret/rotate',
    summary: 'A new signing secret; the old one is valid beside it for a while, and each message is signed with both',
    access: 'write',
    params: idParams,
    body: rotateSchema,
    response: rotatedSchema,
  })
  async rotateSecret({ id }: Id, { overlapS }: z.output<typeof rotateSchema>, caller: Caller): Promise<z.output<typeof rotatedSchema>> {
    const channel = await this.channel(id, caller);
    if (channel.secrets.length === 0)
      throw new ProblemError(
        409,
        `A channel of the kind ${channel.kind} has no signing secret; change its stored secret with PUT /v1/secrets/{name}.`,
      );
    const oldExpiresAtMs = this.nowMs() + overlapS * 1_000;
    const secret = newSecret();
    // Two at most: the one before the old one ends now.
    const old = channel.secrets
      .filter(({ expiresAtMs }) => expiresAtMs === null)
      .map(({ value }) => ({ value, expiresAtMs: oldExpiresAtMs }));
    await this.control.channels.put({ ...channel, secrets: [{ value: secret, expiresAtMs: null }, ...old] });
    return { secret, oldExpiresAt: new Date(oldExpiresAtMs).toISOString() };
  }

  @Route({
    method: 'POST',
    path: ':id/test',
    summary: 'Sends a test message right away, and says what was sent and answered',
    access: 'write',
    params: idParams,
    response: testResultSchema,
  })
  async testChannel({ id }: Id, caller: Caller): Promise<z.output<typeof testResultSchema>> {
    const channel = await this.channel(id, caller);
    const timestamp = new Date(this.nowMs()).toISOString();
    const data = {
      channelId: channel.id,
      title: 'Test of a channel',
      severity: 'info',
      text: 'This is a test: the channel works.',
      sentBy: caller.name,
    };
    const body = JSON.stringify({ type: 'canary', timestamp, times: { queued: timestamp }, data });
    const sent = await this.notifier.send(channel, { id: `msg_${randomBytes(16).toString('hex')}`, body });
    return { result: sent.kind, reason: sent.kind === 'delivered' ? null : sent.reason, exchange: exchangeOut(sent.exchange) };
  }

  private async channel(id: string, { organisationId }: Caller): Promise<Channel> {
    const channel = await this.control.channels.get(organisationId, id);
    if (channel === null) throw notFound('channel');
    return channel;
  }

  private async checked(
    input: ChannelInput,
    own: Pick<Channel, 'organisationId' | 'secrets' | 'createdAtMs'>,
    caller: Caller,
  ): Promise<Channel> {
    if (input.kind === 'response') return this.checkedResponse(input, own, caller);
    if (input.kind === 'email') {
      if (!this.sendsMail) throw refused('kind', 'needs a mail server: the operator sets TOCSIN_SMTP_URL and TOCSIN_SMTP_FROM');
    } else if (input.kind !== 'telegram') this.refuseTarget('target', input.target, input.kind);
    if (input.apiUrl !== null) this.refuseTarget('apiUrl', input.apiUrl, input.kind);
    const { secretRef } = input;
    if (secretRef !== null) {
      refuseOtherServer(input, caller);
      if ((await this.control.secrets.value(own.organisationId, secretRef, this.nowMs())) === null)
        throw refused('secretRef', `names no stored secret; PUT /v1/secrets/${secretRef} first`);
    }
    return { ...input, ...own, addresses: input.addresses as readonly Address[] | null };
  }

  /** It does something by itself: only an administrator says what, and only within what the operator allows. */
  private async checkedResponse(
    input: Extract<ChannelInput, { kind: 'response' }>,
    own: Pick<Channel, 'organisationId' | 'secrets' | 'createdAtMs'>,
    caller: Caller,
  ): Promise<Channel> {
    if (this.responses === null)
      throw refused('kind', 'response is off here: the operator says in TOCSIN_RESPONSES what may be done, and who signs');
    if (!caller.scopes.includes('admin'))
      throw new ProblemError(403, 'An automatic response is an administrator’s to make: it needs the scope admin.');
    const response = await this.responses.prepared(input.response, own.organisationId);
    if ('field' in response) throw refused(response.field, response.message);
    if (response.action.kind === 'webhook') this.refuseTarget('response/action/url', response.action.url, 'response');
    return { ...input, ...own, response, target: actionText(response.action), addresses: input.addresses as readonly Address[] | null };
  }

  /** Names are judged when they are resolved, at the moment of sending. */
  private refuseTarget(field: string, url: string, kind: Channel['kind']): void {
    if (this.allowPrivateTargets) return;
    const { hostname, protocol } = new URL(url);
    if (hostname === 'localhost' || isPrivateHost(hostname))
      throw refused(field, 'is a private address; TOCSIN_ALLOW_PRIVATE_TARGETS allows it');
    if (TLS_KINDS.has(kind) && protocol !== 'https:') throw refused(field, 'must be https: the request carries a secret');
  }
}

/** A stored secret goes where its service is; to another server only by an administrator's word: who may write channels could read it there. */
function refuseOtherServer({ kind, target, apiUrl }: Pick<ChannelInput, 'kind' | 'target' | 'apiUrl'>, caller: Caller): void {
  const [field, url] = kind === 'telegram' ? (['apiUrl', apiUrl] as const) : (['target', target] as const);
  if (url === null || SERVICE_HOSTS.has(new URL(url).hostname) || caller.scopes.includes('admin')) return;
  throw refused(field, 'is not the service’s own server: the stored secret would go there, which needs the scope admin');
}

function refused(field: string, message: string): ProblemError {
  return new ProblemError(400, `${field} ${message}.`, [{ path: `/${field}`, message }]);
}

/** A webhook's messages are signed, also where a response sends them. */
function isSigned(input: ChannelInput): boolean {
  return input.kind === 'webhook' || (input.kind === 'response' && input.response.action.kind === 'webhook');
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

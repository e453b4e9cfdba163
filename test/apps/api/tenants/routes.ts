import { escalationOf, monitorOf, SUBJECT, type Things } from './world.js';

/**
 * `own`: of one thing of one organisation; to another it is as if it were not there. `list`: what an organisation has. `make`: adds to one's own, whatever
 * others have under the same name. `shared`: of the chains and the service, the same for all, and never with what is one organisation's. `operator`: not for
 * organisations. `open`: for everybody, without a key. `myself`: of the key or the session that asks.
 */
export type Whose = 'own' | 'list' | 'make' | 'shared' | 'operator' | 'open' | 'myself';

export interface RouteRow {
  readonly whose: Whose;
  readonly path: (of: Things) => string;
  readonly body?: (of: Things) => unknown;
  /** What its owner is answered: 2xx where nothing else is said. */
  readonly status?: number;
  /** Why a call that changes something leaves no row in the audit log. */
  readonly unaudited?: string;
}

const QUESTION = 'a question: what is kept of it is the answer, with who asked';
const deadLetter = 'dead-letter';

function read(whose: Whose, path: (of: Things) => string, status?: number): RouteRow {
  return { whose, path, ...(status === undefined ? {} : { status }) };
}

function write(whose: Whose, path: (of: Things) => string, body?: (of: Things) => unknown): RouteRow {
  return { whose, path, ...(body === undefined ? {} : { body }) };
}

const member = (of: Things) => `/v1/organisations/${of.organisation}/members/${of.member}`;
const decided = (action: string, body: unknown = {}) =>
  write(
    'own',
    (of) => `/v1/incidents/${of.incident}/${action}`,
    () => body,
  );

/** Every route of the document, in an order in which its owner can call one after the other: what takes things away comes last. */
export const ROUTES: Readonly<Record<string, RouteRow>> = {
  'GET /health/live': read('open', () => '/health/live'),
  'GET /health/ready': read('open', () => '/health/ready'),
  'GET /v1/session': read('myself', () => '/v1/session'),
  'POST /v1/session': {
    ...write('open', () => '/v1/session'),
    body: () => ({ key: 'toc_wrong' }),
    status: 401,
    unaudited: 'nobody is known yet',
  },

  'GET /v1/organisations': read('list', () => '/v1/organisations'),
  'GET /v1/organisations/{id}/members': read('own', (of) => `/v1/organisations/${of.organisation}/members`),
  'GET /v1/keys': read('list', () => '/v1/keys'),
  'GET /v1/audit': read('list', () => '/v1/audit'),
  'GET /v1/channels/{id}/responses': read('own', (of) => `/v1/channels/${of.response}/responses`),
  'GET /v1/canary': read('list', () => '/v1/canary'),
  'GET /v1/channels': read('list', () => '/v1/channels'),
  'GET /v1/channels/{id}': read('own', (of) => `/v1/channels/${of.channel}`),
  'GET /v1/channels/{id}/deliveries': read('own', (of) => `/v1/channels/${of.channel}/deliveries`),
  'GET /v1/protocols': read('list', () => '/v1/protocols'),
  'GET /v1/protocols/{id}': read('own', (of) => `/v1/protocols/${of.protocol}`),
  'GET /v1/monitors': read('list', () => '/v1/monitors'),
  'GET /v1/monitors/{id}': read('own', (of) => `/v1/monitors/${of.monitor}`),
  'GET /v1/monitors/{id}/versions': read('own', (of) => `/v1/monitors/${of.monitor}/versions`),
  'GET /v1/backtests': read('list', () => '/v1/backtests'),
  'GET /v1/backtests/{id}': read('own', (of) => `/v1/backtests/${of.backtest}`),
  'GET /v1/deliveries': read('list', () => '/v1/deliveries'),
  'GET /v1/deliveries/summary': read('list', () => '/v1/deliveries/summary'),
  'GET /v1/deliveries/{id}': read('own', (of) => `/v1/deliveries/${of.delivery}`),
  'GET /v1/secrets': read('list', () => '/v1/secrets'),
  'GET /v1/escalations': read('list', () => '/v1/escalations'),
  'GET /v1/escalations/{id}': read('own', (of) => `/v1/escalations/${of.escalation}`),
  'GET /v1/suppressions': read('list', () => '/v1/suppressions'),
  'GET /v1/labels': read('list', () => '/v1/labels'),
  'GET /v1/alerts': read('list', () => '/v1/alerts'),
  'GET /v1/alerts/{id}': read('own', (of) => `/v1/alerts/${of.alert}`),
  'GET /v1/alerts/{id}/evidence': read('own', (of) => `/v1/alerts/${of.alert}/evidence`, 404),
  'GET /v1/incidents': read('list', () => '/v1/incidents'),
  'GET /v1/incidents/{id}': read('own', (of) => `/v1/incidents/${of.incident}`),
  'GET /v1/checks/policies': read('list', () => '/v1/checks/policies'),
  'GET /v1/checks/{id}': read('own', (of) => `/v1/checks/${of.check}`),
  'GET /v1/addresses/screen/{id}': read('own', (of) => `/v1/addresses/screen/${of.screening}`),

  'GET /v1/addresses/{address}': read('shared', (of) => `/v1/addresses/${of.address}?chain=1`),
  'GET /v1/contracts/{address}': read('shared', (of) => `/v1/contracts/${of.address}?chain=1`),
  'GET /v1/transactions/{hash}': read('shared', (of) => `/v1/transactions/${of.transaction}`),
  'GET /v1/analytics/overview': read('shared', () => '/v1/analytics/overview'),
  'GET /v1/analytics/risk': read('shared', () => '/v1/analytics/risk?chain=1'),
  'GET /v1/analytics/top': read('shared', () => '/v1/analytics/top?chain=1'),
  'GET /v1/chains': read('shared', () => '/v1/chains'),
  'GET /v1/coverage': read('shared', () => '/v1/coverage?chain=1'),
  'GET /v1/checks/rules': read('shared', () => '/v1/checks/rules'),
  'GET /v1/deadletters': read('shared', () => '/v1/deadletters'),
  'GET /v1/models': read('shared', () => '/v1/models'),
  'GET /v1/models/drift': read('shared', () => '/v1/models/drift?chain=1'),
  'GET /v1/models/report': read('shared', () => '/v1/models/report'),
  'GET /v1/signing-key': read('shared', () => '/v1/signing-key'),

  'POST /v1/organisations': write(
    'operator',
    () => '/v1/organisations',
    () => ({ id: 'gamma', name: 'Gamma' }),
  ),
  'POST /v1/deadletters/{id}/replay': write('operator', () => `/v1/deadletters/${deadLetter}/replay`),
  'POST /v1/organisations/{id}/members': write(
    'own',
    (of) => `/v1/organisations/${of.organisation}/members`,
    (of) => ({ name: `${of.organisation} new`, email: 'new@example.com', role: 'viewer' }),
  ),
  'PATCH /v1/organisations/{id}/members/{member}': write('own', member, () => ({ role: 'viewer' })),
  'POST /v1/keys': write(
    'own',
    () => '/v1/keys',
    (of) => ({ name: `${of.organisation} more`, scopes: ['read'], organisationId: of.organisation }),
  ),
  'POST /v1/channels': write(
    'make',
    () => '/v1/channels',
    (of) => ({ id: `${of.organisation}-made`, kind: 'webhook', target: `https://${of.organisation}.example/other` }),
  ),
  'POST /v1/channels/{id}/test': write('own', (of) => `/v1/channels/${of.channel}/test`),
  'POST /v1/channels/{id}/arm': {
    ...write('own', (of) => `/v1/channels/${of.response}/arm`),
    status: 409,
    unaudited: 'a key that is no member’s arms nothing',
  },
  'POST /v1/channels/{id}/disarm': write('own', (of) => `/v1/channels/${of.response}/disarm`),
  'PATCH /v1/channels/{id}': write(
    'own',
    (of) => `/v1/channels/${of.channel}`,
    () => ({ minSeverity: 'high' }),
  ),
  'POST /v1/channels/{id}/secret/rotate': write(
    'own',
    (of) => `/v1/channels/${of.channel}/secret/rotate`,
    () => ({ overlapS: 60 }),
  ),
  // Before that of its whole channel.
  'POST /v1/deliveries/{id}/replay': write('own', (of) => `/v1/deliveries/${of.delivery}/replay`),
  'POST /v1/channels/{id}/replay': write('own', (of) => `/v1/channels/${of.channel}/replay`),
  'PUT /v1/secrets/{name}': write(
    'make',
    (of) => `/v1/secrets/${of.organisation}-made`,
    (of) => ({ value: `${of.organisation} made` }),
  ),
  'POST /v1/escalations': write(
    'make',
    () => '/v1/escalations',
    (of) => escalationOf(of.organisation, `${of.organisation}-made`),
  ),
  'PATCH /v1/escalations/{id}': write(
    'own',
    (of) => `/v1/escalations/${of.escalation}`,
    () => ({ title: 'another' }),
  ),
  'POST /v1/incidents/{id}/undo': {
    ...decided('undo', { revision: 999_999 }),
    status: 409,
    unaudited: 'there is no decision of this revision: nothing changed',
  },
  'POST /v1/protocols': write(
    'make',
    () => '/v1/protocols',
    (of) => ({ id: `${of.organisation}-made`, title: `${of.organisation} made`, addresses: [of.address] }),
  ),
  'PATCH /v1/protocols/{id}': write(
    'own',
    (of) => `/v1/protocols/${of.protocol}`,
    () => ({ chains: [10] }),
  ),
  'POST /v1/labels': write(
    'make',
    () => '/v1/labels',
    (of) => ({ address: of.address, category: 'scam', source: `${of.organisation} made`, confidence: 1 }),
  ),
  'POST /v1/monitors/validate': {
    ...write(
      'make',
      () => '/v1/monitors/validate',
      (of) => monitorOf(of.organisation),
    ),
    unaudited: 'nothing is kept',
  },
  'POST /v1/monitors': write(
    'make',
    () => '/v1/monitors',
    (of) => monitorOf(of.organisation, `${of.organisation}-made`),
  ),
  // No source of blocks here: test/apps/monitoring runs one.
  'POST /v1/backtests': {
    ...write(
      'make',
      () => '/v1/backtests',
      (of) => ({ monitor: monitorOf(of.organisation), chain: 1, from: 1, to: 2 }),
    ),
    status: 400,
    unaudited: 'it was not started',
  },
  'POST /v1/backtests/{id}/cancel': write('own', (of) => `/v1/backtests/${of.backtest}/cancel`),
  'POST /v1/checks/policies': write(
    'make',
    () => '/v1/checks/policies',
    (of) => ({ name: `${of.organisation}-made`, rules: {} }),
  ),
  'POST /v1/checks': {
    ...write(
      'make',
      () => '/v1/checks',
      (of) => ({ chainId: 1, subject: SUBJECT, requestId: `${of.organisation}-request` }),
    ),
    unaudited: QUESTION,
  },
  'POST /v1/checks/{id}/recheck': { ...write('own', (of) => `/v1/checks/${of.check}/recheck`), unaudited: QUESTION },
  'POST /v1/addresses/screen': {
    ...write(
      'make',
      () => '/v1/addresses/screen',
      (of) => ({ chainId: 1, address: of.address }),
    ),
    unaudited: QUESTION,
  },
  'POST /v1/tokens/check': {
    ...write(
      'shared',
      () => '/v1/tokens/check',
      (of) => ({ chainId: 1, token: of.address }),
    ),
    unaudited: QUESTION,
  },
  'POST /v1/sites/check': {
    ...write(
      'shared',
      () => '/v1/sites/check',
      () => ({ url: 'https://example.com' }),
    ),
    unaudited: QUESTION,
  },
  'POST /v1/feedback': write(
    'own',
    () => '/v1/feedback',
    (of) => ({ token: of.feedbackToken, says: 'malicious', addresses: [of.address] }),
  ),
  'POST /v1/incidents/{id}/acknowledge': decided('acknowledge'),
  'POST /v1/incidents/{id}/assign': decided('assign', { assignee: 'somebody' }),
  'POST /v1/incidents/{id}/mute': decided('mute'),
  'POST /v1/incidents/{id}/feedback': decided('feedback', { verdict: 'true_positive' }),
  'POST /v1/incidents/{id}/resolve': decided('resolve'),

  'DELETE /v1/secrets/{name}': write('own', (of) => `/v1/secrets/${of.secret}`),
  'DELETE /v1/escalations/{id}': write('own', (of) => `/v1/escalations/${of.escalation}`),
  'DELETE /v1/suppressions/{id}': write('own', (of) => `/v1/suppressions/${of.suppression}`),
  'DELETE /v1/monitors/{id}': write('own', (of) => `/v1/monitors/${of.monitor}`),
  'DELETE /v1/protocols/{id}': write('own', (of) => `/v1/protocols/${of.protocol}`),
  'DELETE /v1/checks/policies/{name}': write('own', (of) => `/v1/checks/policies/${of.policy}`),
  'DELETE /v1/channels/{id}': write('own', (of) => `/v1/channels/${of.channel}`),
  'DELETE /v1/keys/{id}': write('own', (of) => `/v1/keys/${of.key}`),
  'DELETE /v1/organisations/{id}/members/{member}': write('own', member),
  'DELETE /v1/session': { ...write('myself', () => '/v1/session'), unaudited: 'one’s own session' },
};

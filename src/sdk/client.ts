import { z } from 'zod';
import { type alertQuerySchema, alertSchema, incidentDetailSchema, type incidentQuerySchema, incidentSchema } from '../contracts/alert.js';
import { canarySchema } from '../contracts/canary.js';
import {
  chainSchema,
  type coverageQuerySchema,
  coverageSchema,
  overviewSchema,
  type riskSeriesQuerySchema,
  riskSeriesSchema,
  type topEntitiesQuerySchema,
  topEntitiesSchema,
} from '../contracts/chain.js';
import type { checkRequestSchema } from '../contracts/check.js';
import { checkAnswerSchema } from '../contracts/check-answer.js';
import type { feedbackSchema, muteSchema } from '../contracts/incident-action.js';
import {
  type driftQuerySchema,
  driftSchema,
  modelReportSchema,
  modelSchema,
  problemSchema,
  sessionSchema,
  signingKeySchema,
} from '../contracts/management.js';
import { pageOf } from '../contracts/primitives.js';
import {
  checkFeedbackSchema,
  type feedbackRequestSchema,
  screenAnswerSchema,
  screeningPageSchema,
  type screenRequestSchema,
  siteCheckSchema,
  type tokenCheckRequestSchema,
  tokenCheckSchema,
} from '../contracts/screening.js';
import { addressProfileSchema, transactionSchema } from '../contracts/transaction.js';
import { channelCalls, deadLetterCalls, deliveryCalls, secretCalls } from './channel-calls.js';
import { createRequest, type HttpOptions, type QueryOf, type Request, urlOf, withSignal } from './http.js';
import { escalationCalls, suppressionCalls } from './incident-order-calls.js';
import { backtestCalls, monitorCalls } from './monitor-calls.js';
import { keyCalls, organisationCalls, protocolCalls } from './organisation-calls.js';

export type AlertQuery = QueryOf<typeof alertQuerySchema>;
export type IncidentQuery = QueryOf<typeof incidentQuerySchema>;
export interface ActionBody {
  readonly note?: string;
  /** For all organisations; needs the scope `operator`. */
  readonly forEveryone?: boolean;
}

const alertPageSchema = pageOf(alertSchema);
const incidentPageSchema = pageOf(incidentSchema);
const chainPageSchema = pageOf(chainSchema);
const modelPageSchema = pageOf(modelSchema);

export type TocsinClient = ReturnType<typeof createTocsinClient>;

/** The HTTP API, typed. Every answer is checked against its contract; what is refused comes as a ProblemError. */
export function createTocsinClient(options: HttpOptions) {
  const request = createRequest(options);
  return {
    alerts: alertCalls(request, options.baseUrl),
    incidents: incidentCalls(request),
    suppressions: suppressionCalls(request),
    escalations: escalationCalls(request),
    channels: channelCalls(request),
    deliveries: deliveryCalls(request),
    secrets: secretCalls(request),
    deadLetters: deadLetterCalls(request),
    monitors: monitorCalls(request),
    backtests: backtestCalls(request),
    session: sessionCalls(request),
    organisations: organisationCalls(request),
    keys: keyCalls(request),
    protocols: protocolCalls(request),
    analytics: analyticsCalls(request),
    /** Whether an alert would arrive: canaries by chain and by channel. */
    canary: (signal?: AbortSignal) => request(canarySchema, '/v1/canary', withSignal(signal)),
    transaction: (hash: string, signal?: AbortSignal) =>
      request(transactionSchema, `/v1/transactions/${encodeURIComponent(hash)}`, withSignal(signal)),
    address: (address: string, query: { readonly chain?: number }, signal?: AbortSignal) =>
      request(addressProfileSchema, `/v1/addresses/${encodeURIComponent(address)}`, { query, ...withSignal(signal) }),
    chains: (signal?: AbortSignal) => request(chainPageSchema, '/v1/chains', withSignal(signal)),
    coverage: (query: QueryOf<typeof coverageQuerySchema>, signal?: AbortSignal) =>
      request(coverageSchema, '/v1/coverage', { query, ...withSignal(signal) }),
    models: modelCalls(request),
    /** What evidence is signed with: `tocsin verify --key` takes it. */
    signingKey: (signal?: AbortSignal) => request(signingKeySchema, '/v1/signing-key', withSignal(signal)),
    /** Before signing: simulates, decodes, screens, scores. */
    check: (body: z.input<typeof checkRequestSchema>, signal?: AbortSignal) =>
      request(checkAnswerSchema, '/v1/checks', { method: 'POST', body, ...withSignal(signal) }),
    checks: checkCalls(request),
    /** One address, a list (up to 10,000, as a job), or what is known under a prefix. */
    screen: (body: z.input<typeof screenRequestSchema>, signal?: AbortSignal) =>
      request(screenAnswerSchema, '/v1/addresses/screen', { method: 'POST', body, ...withSignal(signal) }),
    /** Progress and results of a long list. */
    screening: (id: string, query: { readonly cursor?: string; readonly limit?: number } = {}, signal?: AbortSignal) =>
      request(screeningPageSchema, `/v1/addresses/screen/${encodeURIComponent(id)}`, { query, ...withSignal(signal) }),
    checkToken: (body: z.input<typeof tokenCheckRequestSchema>, signal?: AbortSignal) =>
      request(tokenCheckSchema, '/v1/tokens/check', { method: 'POST', body, ...withSignal(signal) }),
    checkSite: (url: string, signal?: AbortSignal) =>
      request(siteCheckSchema, '/v1/sites/check', { method: 'POST', body: { url }, ...withSignal(signal) }),
    /** Says that an answer was wrong. */
    feedback: (body: z.input<typeof feedbackRequestSchema>) => request(checkFeedbackSchema, '/v1/feedback', { method: 'POST', body }),
  };
}

function alertCalls(request: Request, baseUrl: string) {
  return {
    list: (query: AlertQuery = {}, signal?: AbortSignal) => request(alertPageSchema, '/v1/alerts', { query, ...withSignal(signal) }),
    get: (id: string, signal?: AbortSignal) => request(alertSchema, `/v1/alerts/${encodeURIComponent(id)}`, withSignal(signal)),
    /** The signed bundle, as it is stored: `tocsin verify` reads it. */
    evidence: (id: string, signal?: AbortSignal) => request(z.unknown(), evidencePath(id), withSignal(signal)),
    evidenceUrl: (id: string) => urlOf(baseUrl, evidencePath(id)),
  };
}

function incidentCalls(request: Request) {
  const act = (id: string, action: string, body: object) =>
    request(incidentSchema, `/v1/incidents/${encodeURIComponent(id)}/${action}`, { method: 'POST', body });
  return {
    list: (query: IncidentQuery = {}, signal?: AbortSignal) =>
      request(incidentPageSchema, '/v1/incidents', { query, ...withSignal(signal) }),
    get: (id: string, signal?: AbortSignal) => request(incidentDetailSchema, `/v1/incidents/${encodeURIComponent(id)}`, withSignal(signal)),
    acknowledge: (id: string, body: ActionBody = {}) => act(id, 'acknowledge', body),
    resolve: (id: string, body: ActionBody = {}) => act(id, 'resolve', body),
    /** `assignee: null` gives it back. */
    assign: (id: string, body: ActionBody & { readonly assignee: string | null }) => act(id, 'assign', body),
    /** `until` left out: for a day; null: no longer muted. */
    mute: (id: string, body: z.input<typeof muteSchema> = {}) => act(id, 'mute', body),
    feedback: (id: string, body: z.input<typeof feedbackSchema>) => act(id, 'feedback', body),
    /** `revision`: the `stateRevision` of the decision that is taken back. */
    undo: (id: string, body: { readonly revision: number }) => act(id, 'undo', body),
  };
}

function checkCalls(request: Request) {
  return {
    get: (id: string, signal?: AbortSignal) => request(checkAnswerSchema, `/v1/checks/${encodeURIComponent(id)}`, withSignal(signal)),
    /** Several at once, each answered for itself. */
    many: (body: readonly z.input<typeof checkRequestSchema>[], signal?: AbortSignal) =>
      request(z.array(z.union([checkAnswerSchema, z.object({ problem: problemSchema })])), '/v1/checks', {
        method: 'POST',
        body,
        ...withSignal(signal),
      }),
    /** The same again on the newest state; `changes` says what is different. */
    recheck: (id: string, signal?: AbortSignal) =>
      request(checkAnswerSchema, `/v1/checks/${encodeURIComponent(id)}/recheck`, { method: 'POST', ...withSignal(signal) }),
  };
}

function sessionCalls(request: Request) {
  return {
    /** Who am I, and what may I do? */
    get: (signal?: AbortSignal) => request(sessionSchema, '/v1/session', withSignal(signal)),
    /** Trades a key for an http-only cookie; for browsers, once. */
    open: (key: string) => request(z.unknown(), '/v1/session', { method: 'POST', body: { key } }),
    close: () => request(z.unknown(), '/v1/session', { method: 'DELETE' }),
  };
}

function modelCalls(request: Request) {
  return {
    list: (signal?: AbortSignal) => request(modelPageSchema, '/v1/models', withSignal(signal)),
    /** How far a chain’s newest transactions are from training, and how the shadow scores them. */
    drift: (query: QueryOf<typeof driftQuerySchema>, signal?: AbortSignal) =>
      request(driftSchema, '/v1/models/drift', { query, ...withSignal(signal) }),
    report: (signal?: AbortSignal) => request(modelReportSchema, '/v1/models/report', withSignal(signal)),
  };
}

function analyticsCalls(request: Request) {
  return {
    overview: (signal?: AbortSignal) => request(overviewSchema, '/v1/analytics/overview', withSignal(signal)),
    risk: (query: QueryOf<typeof riskSeriesQuerySchema>, signal?: AbortSignal) =>
      request(riskSeriesSchema, '/v1/analytics/risk', { query, ...withSignal(signal) }),
    top: (query: QueryOf<typeof topEntitiesQuerySchema>, signal?: AbortSignal) =>
      request(topEntitiesSchema, '/v1/analytics/top', { query, ...withSignal(signal) }),
  };
}

function evidencePath(id: string): string {
  return `/v1/alerts/${encodeURIComponent(id)}/evidence`;
}

import { type DynamicModule, Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Checking } from '../checking/checking.js';
import type { Monitoring } from '../monitoring/monitoring.js';
import type { CanaryConfig } from '../platform/config.js';
import { AlertsController } from './alerts/alerts-controller.js';
import { SigningKeyController } from './alerts/signing-key-controller.js';
import type { ApiParts } from './api-parts.js';
import { AnalyticsController } from './chains/analytics-controller.js';
import { ChainsController } from './chains/chains-controller.js';
import { AddressesController } from './checks/addresses-controller.js';
import { ChecksController } from './checks/checks-controller.js';
import { FeedbackController } from './checks/feedback-controller.js';
import { PoliciesController } from './checks/policies-controller.js';
import { TokensController } from './checks/tokens-controller.js';
import { ExploreController } from './explore/explore-controller.js';
import { AccessGuard } from './http/access-guard.js';
import { AuditTrail } from './http/audit-trail.js';
import { NoNulls } from './http/no-nulls.js';
import { invalid } from './http/problem.js';
import { ProblemFilter } from './http/problem-filter.js';
import { ThrottleGuard } from './http/throttle-guard.js';
import { EscalationsController } from './incidents/escalations-controller.js';
import { IncidentsController } from './incidents/incidents-controller.js';
import { SuppressionsController } from './incidents/suppressions-controller.js';
import { ChannelsController } from './manage/channels-controller.js';
import { DeadLettersController } from './manage/dead-letters-controller.js';
import { DeliveriesController } from './manage/deliveries-controller.js';
import { LabelsController } from './manage/labels-controller.js';
import { ModelsController } from './manage/models-controller.js';
import { ProtocolsController } from './manage/protocols-controller.js';
import { ResponsesController } from './manage/responses-controller.js';
import { SecretsController } from './manage/secrets-controller.js';
import { BacktestsController } from './monitors/backtests-controller.js';
import { MonitorsController } from './monitors/monitors-controller.js';
import { CanaryController } from './operate/canary-controller.js';
import { HealthController } from './operate/health-controller.js';
import { AuditController } from './organisations/audit-controller.js';
import { KeysController } from './organisations/keys-controller.js';
import { MembersController } from './organisations/members-controller.js';
import { OrganisationsController } from './organisations/organisations-controller.js';
import type { Authenticator } from './session/authenticator.js';
import { SessionController } from './session/session-controller.js';
import type { SignIn } from './session/sign-in.js';
import * as tokens from './tokens.js';

const REQUESTS_PER_MINUTE = 3_000;
const NO_CANARIES: CanaryConfig = { everyMs: null, alarm: null, heartbeatUrl: null };

@Module({})
class ApiModule {}

/** The app's root module: controllers, the parts that they are given, and what holds for every route. */
export function createApiModule(
  parts: ApiParts,
  checking: Checking | null,
  monitoring: Monitoring,
  authenticator: Authenticator,
  signIn: SignIn,
  nowMs: () => number,
): DynamicModule {
  const { control, analytics, log, metrics, logger, knowledge } = parts;
  return {
    module: ApiModule,
    controllers: [
      AlertsController,
      SigningKeyController,
      IncidentsController,
      SuppressionsController,
      EscalationsController,
      ExploreController,
      ChainsController,
      AnalyticsController,
      PoliciesController,
      ChecksController,
      AddressesController,
      TokensController,
      FeedbackController,
      MonitorsController,
      BacktestsController,
      ChannelsController,
      ResponsesController,
      OrganisationsController,
      MembersController,
      KeysController,
      AuditController,
      ProtocolsController,
      LabelsController,
      DeadLettersController,
      DeliveriesController,
      SecretsController,
      ModelsController,
      SessionController,
      CanaryController,
      HealthController,
    ],
    providers: [
      { provide: tokens.CONTROL, useValue: control },
      { provide: tokens.LABELS_CHANGED, useValue: parts.labelsChanged ?? (async () => undefined) },
      { provide: tokens.ANALYTICS, useValue: analytics.reader },
      { provide: tokens.EVENT_LOG, useValue: log },
      { provide: tokens.NOTIFIER, useValue: parts.notifier },
      { provide: tokens.SENDS_MAIL, useValue: parts.config.smtp != null },
      { provide: tokens.METRICS, useValue: metrics },
      { provide: tokens.LOGGER, useValue: logger },
      { provide: tokens.KNOWLEDGE, useValue: knowledge },
      { provide: tokens.CHAIN_STATES, useValue: parts.chains },
      { provide: tokens.CHECKING, useValue: checking },
      { provide: tokens.EVIDENCE, useValue: parts.evidence ?? null },
      { provide: tokens.SCORING, useValue: parts.scoring },
      { provide: tokens.RULES_VERSION, useValue: parts.rulesVersion },
      { provide: tokens.READINESS, useValue: parts.readiness },
      { provide: tokens.AUTHENTICATOR, useValue: authenticator },
      { provide: tokens.SIGN_IN, useValue: signIn },
      { provide: tokens.MONITOR_DESK, useValue: monitoring.monitors },
      { provide: tokens.BACKTEST_DESK, useValue: monitoring.backtests },
      { provide: tokens.RESPONSES, useValue: parts.responses ?? null },
      { provide: tokens.CANARY, useValue: parts.config.canary ?? NO_CANARIES },
      { provide: tokens.NOW, useValue: nowMs },
      { provide: tokens.PRIVATE_TARGETS, useValue: parts.config.allowPrivateTargets },
      { provide: tokens.REQUESTS_PER_MINUTE, useValue: parts.requestsPerMinute ?? REQUESTS_PER_MINUTE },
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_PIPE, useValue: new NoNulls() },
      { provide: APP_PIPE, useValue: new StandardSchemaValidationPipe({ exceptionFactory: invalid }) },
      { provide: APP_GUARD, useClass: ThrottleGuard },
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_INTERCEPTOR, useClass: AuditTrail },
    ],
  };
}

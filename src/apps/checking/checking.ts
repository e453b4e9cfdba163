import { createPhishingSites } from '../../adapters/sites/phishing-sites.js';
import type { CheckAsker } from '../../check/check-service.js';
import type { SiteFacts } from '../../check/facts.js';
import type { CheckRequest } from '../../contracts/check.js';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import type { ContractHistory } from '../../core/detect/history.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { AnalyticsReader } from '../../ports/analytics-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Simulator } from '../../ports/simulator.js';
import { AddressScreener } from './address-screener.js';
import { CheckDesk } from './check-desk.js';
import { CheckWatch } from './check-watch.js';
import { OpinionBook } from './opinion-book.js';
import { PolicyBook } from './policy-book.js';
import { ScreeningJobs } from './screening-jobs.js';
import { StandingApprovals } from './standing-approvals.js';
import { TokenCheck } from './token-check.js';

/** The unmined path, without who asks. */
export interface CheckPort {
  check(request: CheckRequest, asker?: CheckAsker): Promise<CheckAnswer>;
  /** Where transactions of a chain are simulated; left out: nowhere. */
  readonly simulatorOf?: (chainId: number) => Simulator | null;
  /** The rolling state of a chain, where this process has it. */
  readonly historyOf?: (chainId: number) => ContractHistory | null;
  /** What the check itself hears; left out: one is opened over the store. */
  readonly opinions?: OpinionBook;
}

export interface CheckingParts {
  readonly control: Pick<ControlStore, 'checks' | 'checkPolicies' | 'opinions' | 'audit' | 'screenings'>;
  readonly analytics: AnalyticsReader;
  readonly knowledge: Knowledge;
  readonly logger: Logger;
  readonly nowMs: () => number;
}

/** Everything that is asked before signing, with memory of who asked. */
export interface Checking {
  readonly desk: CheckDesk;
  readonly watch: CheckWatch;
  readonly policies: PolicyBook;
  readonly screener: AddressScreener;
  readonly jobs: ScreeningJobs;
  readonly tokens: TokenCheck;
  readonly siteOf: (host: string) => SiteFacts;
  close(): Promise<void>;
}

export async function openChecking(port: CheckPort, { control, analytics, knowledge, logger, nowMs }: CheckingParts): Promise<Checking> {
  const policies = await PolicyBook.open(control.checkPolicies, logger, nowMs);
  const opinions = port.opinions ?? (await OpinionBook.open(control.opinions, logger, nowMs));
  const simulatorOf = port.simulatorOf ?? (() => null);
  const desk = new CheckDesk({
    check: (request, asker) => port.check(request, asker),
    checks: control.checks,
    audit: control.audit,
    policies,
    opinions,
    nowMs,
  });
  const watch = new CheckWatch(desk, simulatorOf, logger, nowMs);
  const screener = new AddressScreener({
    knowledge,
    analytics,
    historyOf: port.historyOf ?? (() => null),
    opinions,
    approvals: new StandingApprovals(simulatorOf),
    nowMs,
  });
  const jobs = new ScreeningJobs(control.screenings, screener, logger, nowMs);
  await jobs.resume();
  return {
    desk,
    watch,
    policies,
    screener,
    jobs,
    tokens: new TokenCheck({ simulatorOf, knowledge, nowMs }),
    siteOf: createPhishingSites(),
    async close() {
      await watch.close();
      await jobs.close();
      policies.close();
      if (port.opinions === undefined) opinions.close();
    },
  };
}

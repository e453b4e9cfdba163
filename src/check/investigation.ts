import type { UnsignedCheckRequest } from '../contracts/check.js';
import type { Address, Hex } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import type { DetectContext } from '../core/detect/detector.js';
import { NO_HISTORY } from '../core/detect/history.js';
import { messageOf } from '../core/errors.js';
import type { AccountState, SimulationBlock, Simulator } from '../ports/simulator.js';
import { checkContext } from './check-knowledge.js';
import type { CheckParts } from './check-parts.js';
import type { Coverage } from './coverage.js';
import type { Deadline } from './deadline.js';
import { type CallNode, type CallTree, callTreeOf } from './decode/call-tree.js';
import type { AskedDelegation, CheckFacts, Counterparties, SiteFacts } from './facts.js';
import { counterpartiesOf } from './read/counterparties.js';
import { codeOf, type KnownCode, NO_CODE } from './read/counterparty-code.js';
import { coverProbes, delegationCode, probeDelegation } from './read/delegation-probe.js';
import { findElsewhere } from './read/elsewhere.js';
import { nonceQuestionOf } from './read/nonce-question.js';
import { laterOutcomeOf, switchesOf } from './read/switches.js';
import type { TokenReader, TokenReads } from './read/token-reads.js';
import { trapsOf } from './read/token-traps.js';
import { balanceChangesOf } from './simulate/balance-changes.js';
import { type Exposure, exposuresOf, grantedExposures, unspent } from './simulate/exposures.js';
import { inspectedFrom } from './simulate/inspected.js';
import { type SimulatedSteps, type SimulationPlace, type StepPlan, seenAs, simulateSteps } from './simulate/simulate-steps.js';
import type { Subject } from './subjects/subject.js';

export interface InvestigationParts {
  readonly request: UnsignedCheckRequest;
  readonly subject: Subject;
  readonly parts: CheckParts;
  readonly tokens: TokenReader;
  readonly deadline: Deadline;
  readonly coverage: Coverage;
  readonly startedAt: number;
}

/** All that was found out, before anything is said of it. */
export interface Found {
  readonly facts: CheckFacts;
  readonly trees: readonly CallTree[];
  readonly simulated: SimulatedSteps | null;
  readonly block: SimulationBlock | null;
  readonly code: KnownCode;
}

interface Start {
  readonly simulator: Simulator;
  readonly block: SimulationBlock;
  readonly sender: AccountState;
}

const NO_PARTIES: Counterparties = { direct: new Set(), inner: new Set() };

/** Asks node and memory everything that rules and detectors may want to know of one request. */
export class Investigation {
  private readonly chainId: number;

  constructor(private readonly given: InvestigationParts) {
    this.chainId = given.request.chainId;
  }

  async run(): Promise<Found> {
    const { subject, coverage, parts } = this.given;
    const trees = this.decode();
    const start = await this.begin();
    const plan = this.plan();
    const place = start === null ? null : this.placeOf(start);
    const simulated = place === null || subject.steps.length === 0 ? null : await simulateSteps(plan, place);
    const outcomes = simulated?.outcomes ?? [];
    const calls = trees.flatMap(({ flat }) => flat);
    const counterparties = counterpartiesOf({ ...subject, calls, outcomes });
    const selector = calls[0]?.selector ?? null;
    const read = start === null ? null : { ...start, deadline: this.given.deadline };
    const labelsOf = (address: Address) => parts.knowledge.labelsOf(this.chainId, address);
    const exposures = this.exposuresOf(simulated);
    const [code, tokens, switches, traps, later] = await Promise.all([
      subject.kind === 'message' ? NO_CODE : codeOf(counterparties, selector, read, coverage, parts.nowMs, subject.own),
      this.readTokens(start, simulated, exposures),
      place === null || simulated === null || subject.kind === 'typedData' ? [] : switchesOf(plan, simulated, subject.own, labelsOf, place),
      place === null || simulated === null ? [] : trapsOf(simulated, subject.own, labelsOf, place),
      place === null || simulated === null ? null : laterOutcomeOf(plan, simulated, subject.own, place),
    ]);
    const [delegations, codeElsewhere] = await Promise.all([this.probe(start, code), this.elsewhere(calls, code)]);
    const site = this.site();
    const ctx = this.context(code, start?.block ?? null, simulated);
    const facts: CheckFacts = {
      kind: subject.kind,
      chainId: this.chainId,
      from: subject.from,
      own: subject.own,
      ctx,
      block: start?.block ?? null,
      asked: subject.asked,
      sender: start?.sender ?? null,
      calls,
      isCut: trees.some(({ isCut }) => isCut),
      steps: simulated?.base?.steps ?? this.unsimulated(),
      outcomes,
      divergences: simulated?.divergences ?? [],
      switches,
      traps,
      later,
      changes: balanceChangesOf((simulated?.base?.steps ?? []).flatMap(({ tx }) => tx.decoded.transfers)),
      exposures,
      ownExposures: exposures.filter(({ owner }) => subject.own.has(owner)),
      signature: subject.signature,
      message: subject.message,
      delegations,
      site,
      counterparties: counterparties.direct.size + counterparties.inner.size === 0 ? NO_PARTIES : counterparties,
      codeElsewhere,
      codeOf: code.info,
      ...tokens,
      isTold: () => false,
    };
    return { facts, trees, simulated, block: start?.block ?? null, code };
  }

  private decode(): readonly CallTree[] {
    const { subject, parts, coverage } = this.given;
    const startedAt = parts.nowMs();
    try {
      const trees = subject.steps.map((step) => callTreeOf(step, parts.decoder));
      const [gap] = subject.gaps.filter(({ check }) => check === 'decode');
      if (gap !== undefined) coverage[gap.state]('decode', gap.why);
      else if (trees.some(({ isCut }) => isCut))
        coverage.failed('decode', 'It carries more calls, one in the other, than are followed.', parts.nowMs() - startedAt);
      else coverage.ran('decode', parts.nowMs() - startedAt);
      const [domain] = subject.gaps.filter(({ check }) => check === 'domain');
      if (domain !== undefined) coverage[domain.state]('domain', domain.why);
      else if (subject.kind === 'typedData') coverage.ran('domain', 0);
      return trees;
    } catch (error) {
      coverage.failed('decode', messageOf(error), parts.nowMs() - startedAt);
      return [];
    }
  }

  /** Null: there is no node to ask, or it does not even tell its newest block. */
  private async begin(): Promise<Start | null> {
    const { request, subject, parts, coverage, deadline } = this.given;
    if (subject.kind === 'message') return null;
    const checks = subject.kind === 'typedData' && subject.steps.length === 0 ? ['code'] : ['simulation.base', 'simulation.other', 'code'];
    const simulator = parts.simulatorOf(this.chainId);
    if (simulator === null) {
      for (const check of checks) coverage.skipped(check, `Chain ${this.chainId} is not watched here: nothing can be simulated.`);
      return null;
    }
    try {
      const { block: at } = request;
      const number = at === undefined || at === 'latest' ? null : Number(BigInt(at));
      const block = await deadline.within((timeoutMs) => simulator.block(timeoutMs, number));
      return { simulator, block, sender: await deadline.within((timeoutMs) => simulator.account(subject.actor, block, timeoutMs)) };
    } catch (error) {
      for (const check of checks) coverage.failed(check, messageOf(error));
      return null;
    }
  }

  private placeOf(start: Start): SimulationPlace {
    const { deadline, coverage, parts } = this.given;
    return { ...start, chainId: this.chainId, deadline, coverage, nowMs: parts.nowMs };
  }

  private plan(): StepPlan {
    const { subject, request } = this.given;
    const code = subject.delegations.flatMap(({ account, delegate, chainId }): [Address, Hex][] =>
      chainId === 0 || chainId === this.chainId ? [[account, delegationCode(delegate)]] : [],
    );
    return {
      actor: subject.actor,
      steps: subject.steps,
      gas: subject.asked?.gas ?? null,
      gasPriceWei: subject.asked?.gasPriceWei ?? null,
      code: new Map(code),
      environments: request.environments,
    };
  }

  private exposuresOf(simulated: SimulatedSteps | null): readonly Exposure[] {
    const { subject } = this.given;
    const steps = simulated?.base?.steps ?? [];
    const set = exposuresOf(steps.map(({ tx }) => tx.decoded));
    const left = unspent(
      set,
      steps.flatMap(({ tx }) => tx.frames ?? []),
    );
    return [...left, ...grantedExposures(subject.signature?.intent?.grants ?? [])];
  }

  private readTokens(start: Start | null, simulated: SimulatedSteps | null, exposures: readonly Exposure[]): Promise<TokenReads> {
    const { tokens, subject, deadline, coverage, parts } = this.given;
    const changes = balanceChangesOf((simulated?.base?.steps ?? []).flatMap(({ tx }) => tx.decoded.transfers));
    const own = exposures.filter(({ owner }) => subject.own.has(owner));
    const moved = changes.filter(({ token, standard }) => token !== NATIVE && standard === 'erc20');
    const orders = (subject.signature?.intent?.orders ?? []).flatMap(({ gives, gets }) => [...gives, ...gets]);
    const fungible = new Set<Address>([
      ...moved.map(({ token }) => token),
      ...own.filter(({ kind }) => kind !== 'for-all' && kind !== 'erc721').map(({ token }) => token),
      ...orders.filter(({ standard }) => standard === 'erc20').map(({ token }) => token),
    ]);
    const holdings = [
      ...own.map(({ owner, token }) => [owner, token] as const),
      ...moved.filter(({ party }) => subject.own.has(party)).map(({ party, token }) => [party, token] as const),
    ];
    const wanted = { tokens: fungible, holdings, exposures: own, nonce: nonceQuestionOf(subject) };
    if (start === null) {
      coverage.skipped('tokens', 'No node was there to ask.');
      return Promise.resolve({ tokenOf: () => null, heldOf: () => null, allowanceBefore: () => null, nonceUsed: null });
    }
    return tokens.read(wanted, { ...start, chainId: this.chainId, deadline }, coverage, parts.nowMs);
  }

  private async probe(start: Start | null, code: KnownCode): Promise<readonly AskedDelegation[]> {
    const { subject, coverage, deadline, parts } = this.given;
    const startedAt = parts.nowMs();
    const before = (account: Address) => code.info(account)?.delegatesTo ?? null;
    if (start === null || subject.delegations.length === 0)
      return subject.delegations.map((each) => ({ ...each, before: before(each.account), probe: null }));
    const place = { ...start, chainId: this.chainId, deadline };
    const probed = await Promise.all(
      subject.delegations.map(async (each): Promise<AskedDelegation> => {
        const selectors = code.info(each.delegate)?.selectors ?? new Set<Hex>();
        const probe =
          each.delegate === NATIVE
            ? { sweptTo: null, openTo: null }
            : await probeDelegation(each.account, each.delegate, selectors, place).catch(() => null);
        return { ...each, before: before(each.account), probe };
      }),
    );
    if (subject.kind === 'authorization')
      coverProbes(
        probed.map(({ probe }) => probe),
        coverage,
        'The node did not show what a payment to the delegated account becomes.',
        parts.nowMs() - startedAt,
      );
    return probed;
  }

  /** Whether who is paid has its code on another chain. Optional: where another node does not answer, nothing is said. */
  private elsewhere(calls: readonly CallNode[], code: KnownCode): Promise<ReadonlyMap<Address, number>> {
    const { parts, deadline, subject } = this.given;
    const paid = calls.flatMap(({ from, to, input }) =>
      to !== null && input === '0x' && subject.own.has(from) && code.fact(to) === 'none' ? [to] : [],
    );
    return findElsewhere(paid, this.chainId, parts, deadline);
  }

  private site(): SiteFacts | null {
    const { request, parts, coverage } = this.given;
    if (request.origin === undefined) {
      coverage.skipped('site', 'The request names no page.');
      return null;
    }
    const { hostname: host } = new URL(request.origin);
    if (parts.siteOf === null) {
      coverage.skipped('site', 'There is no list of sites here.');
      return { host, listed: null, imitates: null };
    }
    coverage.ran('site', 0);
    return parts.siteOf(host);
  }

  private context(code: KnownCode, block: SimulationBlock | null, simulated: SimulatedSteps | null): DetectContext {
    const { parts, startedAt, coverage } = this.given;
    const state = parts.stateOf(this.chainId);
    if (state === null) coverage.skipped('history', 'This process holds no history of the chain: what needs it was not looked for.');
    else coverage.ran('history', 0);
    const moment = {
      chainId: this.chainId,
      blockNumber: simulated?.plan.base.number ?? block?.number ?? 0,
      timestamp: simulated?.plan.base.timestamp ?? block?.timestamp ?? Math.floor(startedAt / 1_000),
    };
    return checkContext(moment, parts.knowledge, code, state?.history ?? NO_HISTORY);
  }

  /** What was asked for, without effects: its arguments still say whom it names. */
  private unsimulated(): CheckFacts['steps'] {
    const { subject } = this.given;
    const facts = { chainId: this.chainId, nonce: 0, gasLimit: subject.asked?.gas ?? 0, gasPriceWei: subject.asked?.gasPriceWei ?? null };
    return subject.steps.map((step) => ({
      status: 'succeeded',
      revertReason: null,
      gasUsed: null,
      tx: inspectedFrom(seenAs(step, subject.actor), facts, null),
    }));
  }
}

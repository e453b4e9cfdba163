import { verdictOf } from '../../check/verdict.js';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import type { ScreenedAddress } from '../../contracts/screening.js';
import type { Address } from '../../core/chain/block.js';
import { FLAGGED_CATEGORIES, type Label } from '../../core/detect/detector.js';
import { shortAddress } from '../../core/detect/format.js';
import type { ContractHistory } from '../../core/detect/history.js';
import { isPublicPlace, taintOf } from '../../core/detect/taint.js';
import { messageOf } from '../../core/errors.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { AnalyticsReader, Neighbour } from '../../ports/analytics-store.js';
import { checksum } from '../platform/checksum.js';
import type { OpinionBook } from './opinion-book.js';
import type { StandingApprovals } from './standing-approvals.js';

type Exposure = ScreenedAddress['exposure'][number];
type Reason = ScreenedAddress['reasons'][number];
type Row = ScreenedAddress['coverage'][number];

export interface ScreenerParts {
  readonly knowledge: Pick<Knowledge, 'labelsOf'>;
  readonly analytics: AnalyticsReader;
  /** Of the chain as this process remembers it; null where it does not. */
  readonly historyOf: (chainId: number) => ContractHistory | null;
  readonly opinions: Pick<OpinionBook, 'about'>;
  /** Null: no node of the chain is there to ask. */
  readonly approvals: StandingApprovals;
  readonly nowMs: () => number;
}

export interface ScreenQuestion {
  readonly chainId: number;
  readonly organisationId: string;
  readonly hops: number;
  /** Off in bulk: the node is asked for each address. */
  readonly withApprovals: boolean;
}

/** Of each address so many of its busiest counterparties. */
const NEIGHBOURS = 200;
/** Further hops follow so many of them. */
const FOLLOWED = 30;
const AT_ONCE = 100;
const RISKY = [...FLAGGED_CATEGORIES, 'mixer', 'no-kyc-swap'] as readonly string[];

/** What is known of addresses: labels, dealings by category and distance, behaviour, and what follows from it. */
export class AddressScreener {
  constructor(private readonly parts: ScreenerParts) {}

  /** Up to a hundred at once, in the order given. */
  async screen(addresses: readonly Address[], question: ScreenQuestion): Promise<readonly ScreenedAddress[]> {
    const wanted = addresses.slice(0, AT_ONCE);
    const near = await this.neighbours(question.chainId, wanted);
    return Promise.all(wanted.map((address) => this.one(address, question, near)));
  }

  private async neighbours(chainId: number, addresses: readonly Address[]): Promise<readonly Neighbour[] | { readonly why: string }> {
    try {
      return await this.parts.analytics.neighbours(chainId, addresses, NEIGHBOURS);
    } catch (error) {
      return { why: messageOf(error) };
    }
  }

  private async one(
    address: Address,
    question: ScreenQuestion,
    near: readonly Neighbour[] | { readonly why: string },
  ): Promise<ScreenedAddress> {
    const { chainId, organisationId, hops, withApprovals } = question;
    const { knowledge, nowMs, opinions } = this.parts;
    const startedAt = nowMs();
    const coverage: Row[] = [{ check: 'labels', required: true, state: 'ran', why: null, ms: 0 }];
    const labels = knowledge.labelsOf(chainId, address);
    const direct = 'why' in near ? [] : near.filter((each) => each.address === address);
    const exposure: Exposure[] = labels.map(({ category }) => ({
      category,
      hops: 0,
      direction: 'itself',
      addresses: 1,
      transactions: 0,
      valueWei: '0',
    }));
    if ('why' in near) coverage.push({ check: 'counterparties', required: true, state: 'failed', why: near.why, ms: 0 });
    else {
      exposure.push(...this.exposuresAt(1, direct, chainId));
      coverage.push({ check: 'counterparties', required: true, state: 'ran', why: null, ms: 0 });
      await this.further(address, direct, hops, chainId, exposure, coverage);
    }
    exposure.push(...this.remembered(address, chainId, coverage));
    const [profile, approvals] = await Promise.all([
      this.profile(address, chainId, coverage),
      withApprovals ? this.parts.approvals.of(chainId, address, coverage) : null,
    ]);
    const reasons = [...labelReasons(address, labels), ...exposureReasons(exposure)];
    const heard = opinions.about(organisationId, chainId, address);
    if (heard.some(({ says }) => says === 'malicious'))
      reasons.push(reason('address-reported', 'high', 'Somebody reported this address as malicious.', address));
    const isCleared = heard.some(({ says }) => says === 'benign');
    const told = isCleared
      ? reasons.map((each): Reason => ({ ...each, severity: 'info', evidence: { ...each.evidence, saidBefore: each.severity } }))
      : reasons;
    coverage[0] = { check: 'labels', required: true, state: 'ran', why: null, ms: Math.round(nowMs() - startedAt) };
    return {
      address: checksum(address),
      chainId,
      verdict: verdictOf(told, coverage) satisfies CheckAnswer['verdict'],
      reasons: told,
      coverage,
      labels: labels.map(({ category, source, confidence, name }) => ({ category, source, confidence, name })),
      exposure,
      profile,
      approvals: approvals === null ? null : [...approvals],
    };
  }

  /** Labelled addresses among the counterparties, by category. */
  private exposuresAt(hops: number, neighbours: readonly Neighbour[], chainId: number): readonly Exposure[] {
    const sums = new Map<
      string,
      { category: string; direction: 'sent' | 'received'; addresses: Set<Address>; transactions: number; valueWei: bigint }
    >();
    for (const { counterparty, direction, transactions, valueWei } of neighbours)
      for (const { category } of this.parts.knowledge.labelsOf(chainId, counterparty)) {
        const key = `${category}:${direction}`;
        const sum = sums.get(key) ?? { category, direction, addresses: new Set(), transactions: 0, valueWei: 0n };
        sum.addresses.add(counterparty);
        sum.transactions += transactions;
        sum.valueWei += valueWei;
        sums.set(key, sum);
      }
    return [...sums.values()].map(({ category, direction, addresses, transactions, valueWei }) => ({
      category,
      hops,
      direction,
      addresses: addresses.size,
      transactions,
      valueWei: valueWei.toString(),
    }));
  }

  /** Through people only: what passes a public place is anybody's. */
  private async further(
    address: Address,
    direct: readonly Neighbour[],
    hops: number,
    chainId: number,
    exposure: Exposure[],
    coverage: Row[],
  ): Promise<void> {
    const seen = new Set<Address>([address]);
    let edge = direct;
    for (let hop = 2; hop <= hops; hop += 1) {
      const next = [...new Set(edge.map(({ counterparty }) => counterparty))]
        .filter((each) => !seen.has(each) && !isPublicPlace(this.parts.knowledge.labelsOf(chainId, each)))
        .slice(0, FOLLOWED);
      for (const each of next) seen.add(each);
      const found = await this.neighbours(chainId, next);
      if ('why' in found) {
        coverage.push({ check: `counterparties.${hop}`, required: false, state: 'failed', why: found.why, ms: 0 });
        return;
      }
      edge = found.filter(({ counterparty }) => !seen.has(counterparty));
      exposure.push(...this.exposuresAt(hop, edge, chainId));
    }
  }

  /** Money of attacks that it holds, who funded it, and mixers that it used, as this process remembers. */
  private remembered(address: Address, chainId: number, coverage: Row[]): readonly Exposure[] {
    const history = this.parts.historyOf(chainId);
    if (history === null) {
      coverage.push({ check: 'history', required: false, state: 'skipped', why: 'This process holds no history of the chain.', ms: 0 });
      return [];
    }
    coverage.push({ check: 'history', required: false, state: 'ran', why: null, ms: 0 });
    const one = { addresses: 1, transactions: 1 };
    const labelsOf = (each: Address) => this.parts.knowledge.labelsOf(chainId, each);
    const found: Exposure[] = [];
    const taint = taintOf(address, { labelsOf, timestamp: Math.floor(this.parts.nowMs() / 1_000), history });
    if (taint !== null && taint.hops > 0) found.push({ category: 'stolen', hops: taint.hops, direction: 'holds', ...one, valueWei: '0' });
    const mixed = history.mixerDepositsOf(address);
    if (mixed.length > 0)
      found.push({ category: 'mixer', hops: 1, direction: 'sent', addresses: 1, transactions: mixed.length, valueWei: '0' });
    let [payer, hop] = [history.fundingOf(address), 1];
    while (payer !== null && hop <= 4) {
      const { from, amountWei } = payer;
      for (const { category } of labelsOf(from))
        found.push({ category, hops: hop, direction: 'funded-by', ...one, valueWei: amountWei.toString() });
      if (labelsOf(from).length > 0) break;
      payer = history.fundingOf(from);
      hop += 1;
    }
    return found;
  }

  private async profile(address: Address, chainId: number, coverage: Row[]): Promise<ScreenedAddress['profile']> {
    try {
      const profile = await this.parts.analytics.addressProfile(chainId, address);
      coverage.push({ check: 'behaviour', required: false, state: 'ran', why: null, ms: 0 });
      const days =
        profile.firstSeenAt === null || profile.lastSeenAt === null
          ? null
          : Math.max(1, (profile.lastSeenAt - profile.firstSeenAt) / 86_400);
      return {
        firstSeen: timeOf(profile.firstSeenAt),
        lastSeen: timeOf(profile.lastSeenAt),
        sent: profile.sent,
        received: profile.received,
        failed: profile.failed,
        perDay: days === null ? null : Math.round(((profile.sent + profile.received) / days) * 100) / 100,
        counterparties: profile.counterparties,
        maxRisk: profile.maxRisk,
      };
    } catch (error) {
      coverage.push({ check: 'behaviour', required: false, state: 'failed', why: messageOf(error), ms: 0 });
      return null;
    }
  }
}

function timeOf(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1_000).toISOString();
}

function reason(id: string, severity: Reason['severity'], text: string, address: Address, evidence: Reason['evidence'] = {}): Reason {
  return { id, severity, text, address: checksum(address), evidence };
}

function labelReasons(address: Address, labels: readonly Label[]): Reason[] {
  return labels.flatMap(({ category, source, confidence, name }) => {
    const evidence = { category, source, confidence };
    const text = `${source} labels ${shortAddress(address)} ${category}${name === null ? '' : ` (${name})`}.`;
    if (FLAGGED_CATEGORIES.includes(category)) return [reason('address-flagged', 'high', text, address, evidence)];
    return category === 'mixer' ? [reason('address-mixer', 'medium', text, address, evidence)] : [];
  });
}

/** Received is worse than sent: who was robbed sent, too. */
function exposureReasons(exposure: readonly Exposure[]): Reason[] {
  return exposure.flatMap(({ category, hops, direction, transactions, addresses }) => {
    const isStolen = category === 'stolen';
    if (hops === 0 || (!isStolen && !RISKY.includes(category))) return [];
    const isClose = hops === 1 && (direction === 'received' || direction === 'funded-by');
    const severity = (isClose && category !== 'no-kyc-swap') || (isStolen && hops <= 2) ? 'medium' : 'low';
    const how = { sent: 'sent to', received: 'had money from', 'funded-by': 'was funded by', holds: 'holds money of', itself: 'is' }[
      direction
    ];
    const distance = hops === 1 ? '' : `, ${hops} steps away`;
    return [
      {
        id: `exposure-${category}`,
        severity,
        text: `It ${how} ${isStolen ? 'an attack' : `${addresses} of category ${category}`}${distance}.`,
        address: null,
        evidence: { category, hops, direction, transactions },
      } satisfies Reason,
    ];
  });
}

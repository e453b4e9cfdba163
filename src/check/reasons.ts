import type { Address } from '../core/chain/block.js';
import { type DetectContext, type Detector, FLAGGED_CATEGORIES, type InspectedTransaction } from '../core/detect/detector.js';
import type { Json, Severity } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';
import type { Counterparties } from './counterparties.js';

/** Why a verdict is what it is. Ids are stable: a detector's, or one of the check's own. */
export interface CheckReason {
  readonly id: string;
  readonly text: string;
  readonly severity: Severity;
  readonly address: Address | null;
  readonly evidence: { readonly [key: string]: Json };
}

export interface Detected {
  readonly reasons: readonly CheckReason[];
  /** Detectors that threw. */
  readonly failed: readonly string[];
  /** Detectors whose input the simulation did not show. */
  readonly silent: readonly string[];
}

/** The catalogue on one simulated transaction. */
export function detect(detectors: readonly Detector[], tx: InspectedTransaction, ctx: DetectContext): Detected {
  const reasons: CheckReason[] = [];
  const [failed, silent]: [string[], string[]] = [[], []];
  for (const detector of detectors) {
    if ((detector.needs.includes('trace') && tx.frames === null) || (detector.needs.includes('logs') && tx.receipt === null)) {
      silent.push(detector.id);
      continue;
    }
    try {
      reasons.push(...reasonsOf(detector, tx, ctx));
    } catch {
      failed.push(detector.id);
    }
  }
  return { reasons, failed, silent };
}

function reasonsOf(detector: Detector, tx: InspectedTransaction, ctx: DetectContext): readonly CheckReason[] {
  return detector.inspect(tx, ctx).map(({ severity, subject, parties = [], summary, reasons = [], evidence }) => ({
    id: detector.id,
    text: summary,
    severity,
    address: parties[0]?.address ?? subject.address,
    evidence: {
      ...evidence,
      subject: { address: subject.address, role: subject.role },
      why: reasons.map(({ text }) => text),
    },
  }));
}

/** Counterparties that labels call dangerous and that no detector has named. One that was only met inside may be met by accident. */
export function flaggedReasons(counterparties: Counterparties, ctx: DetectContext, told: readonly CheckReason[]): readonly CheckReason[] {
  const named = new Set(told.flatMap(({ address }) => address ?? []));
  return [...new Set([...counterparties.direct, ...counterparties.inner])].flatMap((address): CheckReason[] => {
    const label = ctx.labelsOf(address).find(({ category }) => FLAGGED_CATEGORIES.includes(category));
    if (label === undefined || named.has(address)) return [];
    const isDirect = counterparties.direct.has(address);
    return [
      {
        id: isDirect ? 'counterparty-flagged' : 'inner-contract-flagged',
        text: `${label.source} labels ${shortAddress(address)} ${label.category}${label.name === null ? '' : ` (${label.name})`}.`,
        severity: isDirect ? 'high' : 'medium',
        address,
        evidence: { category: label.category, source: label.source, confidence: label.confidence },
      },
    ];
  });
}

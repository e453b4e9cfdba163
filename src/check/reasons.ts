import type { Address } from '../core/chain/block.js';
import type { DetectContext, Detector, InspectedTransaction } from '../core/detect/detector.js';
import type { Json, Severity } from '../core/detect/finding.js';

/** Why a verdict is what it is. Ids are stable: a detector's, or a rule's. */
export interface CheckReason {
  readonly id: string;
  readonly text: string;
  readonly severity: Severity;
  readonly address: Address | null;
  readonly evidence: { readonly [key: string]: Json };
  /** The call of a batch that it is about; left out: the whole. */
  readonly call?: number;
}

export interface Detected {
  readonly reasons: readonly CheckReason[];
  /** Detectors that threw. */
  readonly failed: readonly string[];
  /** Detectors whose input the simulation did not show. */
  readonly silent: readonly string[];
}

/** The catalogue on one simulated transaction. */
export function detect(detectors: readonly Detector[], tx: InspectedTransaction, ctx: DetectContext, own: ReadonlySet<Address>): Detected {
  const reasons: CheckReason[] = [];
  const [failed, silent]: [string[], string[]] = [[], []];
  for (const detector of detectors) {
    if ((detector.needs.includes('trace') && tx.frames === null) || (detector.needs.includes('logs') && tx.receipt === null)) {
      silent.push(detector.id);
      continue;
    }
    try {
      reasons.push(...reasonsOf(detector, tx, ctx, own));
    } catch {
      failed.push(detector.id);
    }
  }
  return { reasons, failed, silent };
}

function reasonsOf(detector: Detector, tx: InspectedTransaction, ctx: DetectContext, own: ReadonlySet<Address>): readonly CheckReason[] {
  return detector.inspect(tx, ctx).map(({ severity, subject, parties = [], summary, reasons = [], evidence }) => {
    // Who is about to sign is warned of what is done to it. That its own deed looks like an attack on somebody else is told, and no danger to it.
    const named = [subject, ...parties].filter(({ address }) => own.has(address));
    const isAccused = named.some(({ role }) => role === 'attacker') && !named.some(({ role }) => role === 'victim');
    return {
      id: detector.id,
      text: summary,
      severity: isAccused ? 'low' : severity,
      address: parties[0]?.address ?? subject.address,
      evidence: {
        ...evidence,
        subject: { address: subject.address, role: subject.role },
        why: reasons.map(({ text }) => text),
        ...(isAccused ? { ofTheSigner: severity } : {}),
      },
    };
  });
}

/** The same reason of several environments and calls is told once; the call that it was first told of stays. */
export function uniqueReasons(reasons: readonly CheckReason[]): readonly CheckReason[] {
  const byKey = new Map<string, CheckReason>();
  for (const reason of reasons) {
    const { subject, token } = reason.evidence;
    const key = `${reason.id}:${reason.severity}:${reason.address}:${JSON.stringify([subject ?? null, token ?? null])}`;
    if (!byKey.has(key)) byKey.set(key, reason);
  }
  return [...byKey.values()];
}

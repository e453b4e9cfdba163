import type { Address } from '../../core/chain/block.js';
import type { DetectContext, Detection, InspectedTransaction } from '../../core/detect/detector.js';
import { type Finding, type Stage, severityRank } from '../../core/detect/finding.js';
import { shortAddress } from '../../core/detect/format.js';
import { ADDING, actorsOf, type StageSeen } from '../../core/detect/stages.js';
import { isPublicPlace } from '../../core/detect/taint.js';

/** Not of the catalogue's files: it speaks of what detectors found, which they do not see of each other. */
export const STAGE_ACCUMULATION = { id: 'stage-accumulation', version: 1, title: 'Stages of one attack' } as const;

const DAY_S = 86_400;
/** Money is taken days before it is used; the rest goes fast. */
const FUNDING_S = 10 * DAY_S;
const LEAST_STAGES = 3;

const IN_ORDER: readonly Stage[] = ['fund', 'prepare', 'exploit', 'launder'];

export interface Accumulated {
  readonly stage: Stage;
  readonly detection: Detection;
}

/** One cluster was seen in several stages within their windows, and this transaction adds one. Null: nothing adds up, or nothing new does. */
export function accumulate(tx: InspectedTransaction, findings: readonly Finding[], ctx: DetectContext): Accumulated | null {
  const now = findings.filter(({ stage }) => ADDING.has(stage));
  if (now.length === 0) return null;
  const cluster = clusterOf([tx.from, ...now.flatMap(actorsOf)], ctx);
  const earlier = [...cluster].flatMap((member) => ctx.history.stagesOf(member).filter((seen) => isWithin(seen, ctx.timestamp)));
  const before = new Set(earlier.map(({ stage }) => stage));
  const added = now.filter(({ stage }) => !before.has(stage));
  const all = new Set<Stage>([...before, ...now.map(({ stage }) => stage)]);
  if (added.length === 0 || all.size < LEAST_STAGES) return null;
  const steps = chainOf([...earlier, ...now.map((finding) => stepOf(finding, tx, ctx))]);
  const stages = IN_ORDER.filter((stage) => all.has(stage));
  const isRobbery = steps.some(({ stage, severity }) => stage === 'exploit' && severityRank(severity) >= severityRank('high'));
  const [first] = steps;
  return {
    stage: added.some(({ stage }) => stage === 'exploit') ? 'exploit' : (added.at(-1)?.stage ?? 'exploit'),
    detection: {
      severity: isRobbery ? 'critical' : 'high',
      subject: { address: tx.from, role: 'attacker' },
      parties: [...cluster]
        .filter((member) => member !== tx.from)
        .slice(0, 8)
        .map((address) => ({ address, role: 'cluster' })),
      summary: `${shortAddress(tx.from)} and its cluster were seen in ${stages.length} stages of an attack: ${stages.join(', ')}.`,
      reasons: steps.map(({ stage, detectorId, at, transactionHash }) => ({
        id: `stage-${stage}`,
        text: `${stage}: ${detectorId} in ${transactionHash}${at === ctx.timestamp ? '' : `, ${Math.round((ctx.timestamp - at) / 60)} minutes before`}.`,
      })),
      evidence: {
        stages,
        cluster: [...cluster].slice(0, 16),
        seconds: ctx.timestamp - (first?.at ?? ctx.timestamp),
        chain: steps.map(({ stage, detectorId, at, transactionHash }) => ({ stage, detectorId, at, transactionHash })),
      },
    },
  };
}

function isWithin({ stage, at }: StageSeen, now: number): boolean {
  return now - at <= (stage === 'fund' ? FUNDING_S : DAY_S);
}

function stepOf({ stage, detectorId, severity }: Finding, tx: InspectedTransaction, ctx: DetectContext): StageSeen {
  return { at: ctx.timestamp, stage, detectorId, severity, transactionHash: tx.hash };
}

/** Each detector's first word, in the order of time. */
function chainOf(seen: readonly StageSeen[]): readonly StageSeen[] {
  const firsts = new Map<string, StageSeen>();
  for (const step of [...seen].sort((a, b) => a.at - b.at)) if (!firsts.has(step.detectorId)) firsts.set(step.detectorId, step);
  return [...firsts.values()];
}

/** Who acts, who made the contracts among them, and who gave them their first coins, unless that is a place of many people. */
function clusterOf(actors: readonly Address[], { history, labelsOf }: DetectContext): ReadonlySet<Address> {
  const cluster = new Set<Address>();
  const add = (address: Address | null) => {
    if (address !== null && !isPublicPlace(labelsOf(address))) cluster.add(address);
  };
  for (const actor of actors) {
    add(actor);
    add(history.creatorOf(actor));
  }
  for (const member of [...cluster]) {
    const funder = history.fundingOf(member)?.from ?? null;
    // Many live on what one account gave them; it belongs to them where it was seen in a stage itself.
    if (funder !== null && history.stagesOf(funder).length > 0) add(funder);
  }
  return cluster;
}

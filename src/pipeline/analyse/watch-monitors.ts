import type { Block } from '../../core/chain/block.js';
import type { DetectContext, Detection, InspectedTransaction } from '../../core/detect/detector.js';
import type { Finding, Json } from '../../core/detect/finding.js';
import type { FeatureRows } from '../../core/features/feature-rows.js';
import { FEATURES } from '../../core/features/schema.js';
import { type Monitor, monitorDetectorId, monitorKey } from '../../core/monitor/monitor.js';
import type { WatchMatch } from '../../core/monitor/monitor-asker.js';
import type { MonitorSet } from '../../core/monitor/monitor-set.js';
import { watchBlock } from '../../core/monitor/watch-block.js';
import type { WatchMemory } from '../../core/monitor/watch-memory.js';
import type { ScoredRows } from '../../core/score/scorer.js';
import { type FindingStamp, findingsOf } from './findings.js';

export interface MonitoredBlock {
  readonly block: Block;
  readonly transactions: readonly InspectedTransaction[];
  readonly ctx: DetectContext;
  readonly findings: readonly Finding[];
  readonly features: FeatureRows;
  readonly scored: ScoredRows | null;
}

/** What users' monitors make of a block, as findings that their organisations alone see. */
export function monitorFindings(monitored: MonitoredBlock, set: MonitorSet, memory: WatchMemory, stamp: FindingStamp): readonly Finding[] {
  if (set.size === 0) return [];
  const { scored, features, ...rest } = monitored;
  const matches = watchBlock(
    {
      ...rest,
      maxRisk: scored === null || scored.risk.length === 0 ? null : scored.risk.reduce((most, risk) => Math.max(most, risk), 0),
      riskOf: (row) => scored?.risk[row] ?? null,
      featuresOf: (row) => featuresOf(features, row),
    },
    set,
    memory,
  );
  return findingsOfMatches(matches, monitored, stamp);
}

function featuresOf({ values, known }: FeatureRows, row: number): Readonly<Record<string, number>> {
  const from = row * FEATURES.length;
  return Object.fromEntries(FEATURES.flatMap(({ id }, column) => (known[from + column] === 1 ? [[id, values[from + column] ?? 0]] : [])));
}

/** Several of one monitor in one transaction about one subject are told apart by their order, as detections are. */
function findingsOfMatches(
  matches: readonly WatchMatch[],
  { block, transactions, scored }: MonitoredBlock,
  stamp: FindingStamp,
): readonly Finding[] {
  const groups = new Map<string, WatchMatch[]>();
  for (const match of matches) {
    const { organisationId, id } = match.compiled.monitor;
    const key = `${match.row}:${match.kind}:${organisationId}/${id}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [match]);
    else list.push(match);
  }
  return [...groups.values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined) return [];
    const { monitor } = first.compiled;
    const tx = transactions[first.row] ?? null;
    const isError = first.kind === 'error';
    const detector = {
      id: isError ? `monitor-error:${monitorKey(monitor)}` : monitorDetectorId(monitor),
      version: monitor.version,
      title: isError ? `The monitor “${monitor.title}” cannot be evaluated` : monitor.title,
      stage: isError ? ('operate' as const) : ('watch' as const),
    };
    const risk = monitor.risk ?? scored?.risk[first.row] ?? null;
    const origin = {
      organisationId: monitor.organisationId,
      monitorId: monitor.id,
      version: monitor.version,
      channels: channelsOf(monitor, isError),
    };
    return findingsOf(detector, list.map(detectionOf), tx, block, isError ? null : risk, stamp).map((finding) => ({
      ...finding,
      monitor: origin,
    }));
  });
}

/** Whom a muted monitor tells nothing of its matches is told that it fails: else a step would be blind, and its sequence silent. */
function channelsOf({ muted, channels }: Monitor, isError: boolean): readonly string[] | null {
  if (isError) return channels.length === 0 ? null : channels;
  return muted ? [] : channels;
}

function detectionOf({ compiled: { monitor }, kind, subject, parties, reasons, group, total, place, message }: WatchMatch): Detection {
  const evidence: Record<string, Json> = { monitor: monitor.id, version: monitor.version, when: monitor.when };
  if (group !== '') evidence['group'] = group;
  if (total !== null) evidence['total'] = total.toString();
  if (place !== null) evidence['place'] = place;
  if (message !== null) evidence['error'] = message;
  return {
    severity: kind === 'error' ? 'medium' : monitor.severity,
    subject,
    parties: parties.filter(({ address }) => address !== subject.address),
    summary:
      kind === 'error'
        ? `It may have matched, and nobody can say: ${message ?? ''}`
        : summaryOf(monitor.title, total, monitor.window?.seconds ?? null, group),
    reasons,
    evidence,
  };
}

function summaryOf(title: string, total: bigint | null, seconds: number | null, group: string): string {
  if (total === null || seconds === null) return title;
  return `${title}: ${total} within ${seconds} s${group === '' ? '' : ` for ${group}`}`;
}

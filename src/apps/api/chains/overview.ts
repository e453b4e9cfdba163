import type { ChainView, Overview } from '../../../contracts/chain.js';
import { SEVERITIES } from '../../../core/detect/finding.js';
import type { OpenIncidents } from '../../../ports/control-store.js';
import type { ChainStatus } from '../api-parts.js';

/** Further than this behind the head, a chain is not watched but read later. */
const FAR_BEHIND_BLOCKS = 64;
/** A chain that says nothing new for so long is not followed, whatever its connection says. */
const SILENT_MS = 180_000;

export interface OverviewInputs {
  readonly chains: readonly ChainView[];
  readonly seen: ReadonlyMap<number, Pick<ChainStatus, 'headSeenAtMs'>>;
  readonly open: readonly OpenIncidents[];
  readonly counts: Pick<Overview, 'blocks' | 'transactions' | 'alerts'>;
  readonly nowMs: number;
}

/** Whether something is wrong and where, in one sentence that is true. Not seeing comes before what was seen. */
export function overviewOf({ chains, seen, open, counts, nowMs }: OverviewInputs): Overview {
  const blindness = chains.flatMap((chain) => blindnessOf(chain, seen.get(chain.chainId)?.headSeenAtMs ?? null, nowMs));
  const isDanger = open.some(({ severity, status }) => status === 'open' && (severity === 'critical' || severity === 'high'));
  const isBlind = blindness.length > 0 || chains.length === 0;
  const state = isBlind ? 'blind' : isDanger ? 'danger' : open.length > 0 ? 'attention' : 'calm';
  const incidents = incidentsSentence(open, chains);
  const chainsPart = isBlind ? blindness.join('; ') || 'no chain is watched' : followedSentence(chains);
  return { state, sentence: `${incidents}; ${chainsPart}.`, openIncidents: bySeverity(open), ...counts };
}

function bySeverity(open: readonly OpenIncidents[]): Overview['openIncidents'] {
  const sum = (name: string) => open.reduce((total, { severity, count }) => total + (severity === name ? count : 0), 0);
  return { critical: sum('critical'), high: sum('high'), medium: sum('medium'), low: sum('low'), info: sum('info') };
}

function blindnessOf(chain: ChainView, headSeenAtMs: number | null, nowMs: number): readonly string[] {
  const reasons: string[] = [];
  const behind = blocksBehind(chain);
  if (chain.state === 'failed') reasons.push(`${chain.name} stopped: ${chain.detail ?? 'no reason given'}`);
  if (chain.state === 'waiting') reasons.push(`${chain.name} is not read: ${chain.detail ?? 'waiting for a node'}`);
  if (chain.state === 'starting') reasons.push(`${chain.name} is starting`);
  if (chain.state === 'following' && behind > FAR_BEHIND_BLOCKS) reasons.push(`${chain.name} is ${plural(behind, 'block')} behind`);
  if (chain.state === 'following' && headSeenAtMs !== null && nowMs - headSeenAtMs > SILENT_MS && behind === 0)
    reasons.push(`${chain.name} has told no new block for ${duration((nowMs - headSeenAtMs) / 1_000)}`);
  if (chain.coverage.missing > 0)
    reasons.push(`${plural(chain.coverage.missing, 'block')} of ${chain.name} ${chain.coverage.missing === 1 ? 'is' : 'are'} missing`);
  return reasons;
}

function blocksBehind({ head, analysed }: ChainView): number {
  return head === null ? 0 : Math.max(0, head - (analysed ?? 0));
}

function incidentsSentence(open: readonly OpenIncidents[], chains: readonly ChainView[]): string {
  const total = open.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 'No open incident';
  const worst = [...SEVERITIES].reverse().find((severity) => open.some((row) => row.severity === severity));
  const where = [...new Set(open.map(({ chainId }) => chains.find((chain) => chain.chainId === chainId)?.name ?? `chain ${chainId}`))];
  const taken = open.reduce((sum, { status, count }) => sum + (status === 'acknowledged' ? count : 0), 0);
  const suffix = taken === 0 ? '' : taken === total ? ', all acknowledged' : `, ${taken} acknowledged`;
  return `${plural(total, 'open incident')} on ${listOf(where)}, the worst ${worst ?? 'info'}${suffix}`;
}

function followedSentence(chains: readonly ChainView[]): string {
  const following = chains.filter(({ state }) => state === 'following');
  if (following.length === 0)
    return chains.length === 1 ? `${chains[0]?.name ?? 'the chain'} is read to its end` : 'all chains are read to their end';
  const slowest = Math.max(...following.map(blocksBehind));
  const who = chains.length === 1 ? `${chains[0]?.name ?? 'the chain'} is followed` : 'all chains are followed';
  return slowest === 0 ? `${who}, up to the newest block` : `${who}, ${plural(slowest, 'block')} behind`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function duration(seconds: number): string {
  if (seconds < 120) return plural(Math.round(seconds), 'second');
  return seconds < 7_200 ? plural(Math.round(seconds / 60), 'minute') : plural(Math.round(seconds / 3_600), 'hour');
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

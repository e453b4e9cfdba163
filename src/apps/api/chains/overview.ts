import type { CanaryView } from '../../../contracts/canary.js';
import type { ChainView, Overview } from '../../../contracts/chain.js';
import { SEVERITIES } from '../../../core/detect/finding.js';
import type { OpenIncidents } from '../../../ports/control-store.js';
import type { ChainStatus } from '../api-parts.js';
import { silenceSentence } from '../operate/canary-out.js';

/** Further than this behind the head, a chain is not watched but read later. */
const FAR_BEHIND_BLOCKS = 64;
/** A chain that says nothing new for so long is not followed, whatever its connection says. */
const SILENT_MS = 180_000;

type Seen = Pick<ChainStatus, 'headSeenAtMs' | 'isRecording'>;

export interface OverviewInputs {
  readonly chains: readonly ChainView[];
  readonly seen: ReadonlyMap<number, Seen>;
  readonly open: readonly OpenIncidents[];
  readonly counts: Pick<Overview, 'blocks' | 'transactions' | 'alerts'>;
  readonly canary: CanaryView;
  readonly nowMs: number;
}

/** Whether something is wrong and where, in one sentence that is true. Not seeing comes before what was seen. */
export function overviewOf({ chains, seen, open, counts, canary, nowMs }: OverviewInputs): Overview {
  const blindness = chains.flatMap((chain) => blindnessOf(chain, seen.get(chain.chainId), nowMs));
  const isDanger = open.some(({ severity, status }) => status === 'open' && (severity === 'critical' || severity === 'high'));
  const isBlind = blindness.length > 0 || chains.length === 0;
  const silence = silenceSentence(canary, (chainId) => chains.find((chain) => chain.chainId === chainId)?.name ?? `chain ${chainId}`);
  const isCalm = open.length === 0 && silence === null;
  const state = isBlind ? 'blind' : isDanger ? 'danger' : isCalm ? 'calm' : 'attention';
  const incidents = incidentsSentence(open, chains);
  const chainsPart = isBlind ? blindness.join('; ') || 'no chain is watched' : followedSentence(chains, seen);
  return {
    state,
    sentence: `${[incidents, chainsPart, ...(silence === null ? [] : [silence])].join('; ')}.`,
    openIncidents: bySeverity(open),
    ...counts,
  };
}

function bySeverity(open: readonly OpenIncidents[]): Overview['openIncidents'] {
  const sum = (name: string) => open.reduce((total, { severity, count }) => total + (severity === name ? count : 0), 0);
  return { critical: sum('critical'), high: sum('high'), medium: sum('medium'), low: sum('low'), info: sum('info') };
}

function blindnessOf(chain: ChainView, status: Seen | undefined, nowMs: number): readonly string[] {
  const { name, state, detail, analysed } = chain;
  const missing = chain.coverage.missing === 0 ? [] : [`${plural(chain.coverage.missing, 'block')} of ${name} not had`];
  if (state === 'failed') return [`${name} stopped: ${detail ?? 'no reason given'}`, ...missing];
  if (state === 'waiting') return [`${name} is not read: ${detail ?? 'waiting for a node'}`, ...missing];
  if (state === 'starting' || (analysed === null && state !== 'done')) return [`${name} is starting`, ...missing];
  if (state === 'done' || status?.isRecording === true) return missing;
  const behind = blocksBehind(chain);
  const silentMs = nowMs - (status?.headSeenAtMs ?? nowMs);
  if (behind > FAR_BEHIND_BLOCKS) return [`${name} is ${plural(behind, 'block')} behind`, ...missing];
  if (silentMs > SILENT_MS) return [`${name} has told no new block for ${duration(silentMs / 1_000)}`, ...missing];
  return missing;
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

function followedSentence(chains: readonly ChainView[], seen: OverviewInputs['seen']): string {
  const [only] = chains;
  const who = chains.length === 1 && only !== undefined ? `${only.name} is` : 'all chains are';
  const following = chains.filter(({ state }) => state === 'following');
  if (following.length === 0) return `${who} read to ${chains.length === 1 ? 'its' : 'their'} end`;
  const live = following.filter(({ chainId }) => seen.get(chainId)?.isRecording !== true);
  if (live.length === 0) return `${who} replayed from a recording, at block ${following[0]?.analysed ?? 0}`;
  const slowest = Math.max(...live.map(blocksBehind));
  return slowest === 0 ? `${who} followed, up to the newest block` : `${who} followed, ${plural(slowest, 'block')} behind`;
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

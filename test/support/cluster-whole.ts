import { z } from 'zod';
import { coverageSchema } from '../../src/contracts/chain.js';
import type { Alert } from '../../src/core/alert/alert.js';
import type { MinedDeed } from '../../src/lab/town.js';
import type { ControlStore, Page } from '../../src/ports/control-store.js';
import type { Cluster } from './cluster.js';
import { waitUntil } from './wait-until.js';
import type { ReceivedWebhook } from './webhook-receiver.js';

const findingRow = z.object({ id: z.string(), transaction_hash: z.string(), detector_id: z.string() });
const LOOK_MS = 500;
const countRow = z.object({ rows: z.string() });
const webhookBody = z.object({ type: z.string(), data: z.object({ id: z.string().optional() }) });

/** What came of everything that was mined, once nothing moves any more. Ids are sorted; one that is there twice is there twice. */
export interface Whole {
  readonly head: number;
  readonly coverage: readonly {
    readonly from: number;
    readonly to: number;
    readonly state: string;
    readonly blocks: number;
    readonly reasons: readonly string[];
  }[];
  readonly findingIds: readonly string[];
  /** Attacks that no finding names. */
  readonly missedAttacks: readonly MinedDeed[];
  /** What each alert is of, by its id. */
  readonly alerts: ReadonlyMap<string, Raised>;
  readonly alertIds: readonly string[];
  /** By the path of the channel: the alerts that its receiver took, a message that came again under its webhook-id counted once. */
  readonly told: Readonly<Record<string, readonly string[]>>;
  /** Messages that came again, under the id that they had. */
  readonly repeats: number;
}

export async function storedRows({ sql, chainId }: Cluster, table: 'findings' | 'blocks'): Promise<number> {
  const [row] = z
    .array(countRow)
    .parse(await sql.rows(`SELECT count() AS rows FROM ${table} FINAL WHERE chain_id = {chain:UInt64}`, { chain: chainId }));
  return Number(row?.rows);
}

/** What the receiver took of new alerts. `took`: whether it said so itself. */
export function createdIn(
  received: readonly ReceivedWebhook[],
): readonly { readonly path: string; readonly webhookId: string; readonly alertId: string }[] {
  return received.flatMap(({ path, headers, body }) => {
    const { type, data } = webhookBody.parse(JSON.parse(body));
    return type === 'alert.created' && data.id !== undefined ? [{ path, webhookId: String(headers['webhook-id']), alertId: data.id }] : [];
  });
}

/** Waits until every block is analysed, every finding an alert, and nothing is left to send; rejects where that never comes. */
export async function settled(
  cluster: Cluster,
  {
    paths,
    took = () => true,
    patienceMs,
  }: { readonly paths: readonly string[]; took?(received: ReceivedWebhook): boolean; readonly patienceMs: number },
): Promise<Whole> {
  const { life, chainId, control, receiver } = cluster;
  const head = life.town.headNumber;
  await waitUntil('every block is covered', async () => (await storedRows(cluster, 'blocks')) === head, patienceMs);
  const coverage = coverageSchema.parse(await cluster.api('GET', `/v1/coverage?chain=${chainId}`));
  const query = 'SELECT id, transaction_hash, detector_id FROM findings FINAL WHERE chain_id = {chain:UInt64}';
  const rows = z.array(findingRow).parse(await cluster.sql.rows(query, { chain: chainId }));
  const ids = new Set(rows.map(({ id }) => id));
  await waitUntil('every finding is an alert', async () => (await control.alerts.counts()).alerts >= ids.size, patienceMs);
  const created = () => createdIn(receiver.received.filter(took));
  // What came is read seldom: whoever reads it all again holds up who receives it.
  await waitUntil('nothing is left to send', async () => (await control.outbox.pending()) === 0, patienceMs, LOOK_MS);
  const toldTo = (path: string) =>
    [...new Map(created().flatMap((one) => (one.path.endsWith(path) ? [[one.webhookId, one.alertId]] : []))).values()].sort();
  await waitUntil('every alert reached each receiver', () => paths.every((path) => toldTo(path).length >= ids.size), patienceMs, LOOK_MS);
  await waitUntil('nothing is left to send', async () => (await control.outbox.pending()) === 0, patienceMs);
  const all = created();
  const alerts = await alertsOf(control, chainId);
  return {
    head,
    coverage: coverage.ranges.map(({ from, to, state, blocks, reasons }) => ({ from, to, state, blocks, reasons })),
    findingIds: rows.map(({ id }) => id).sort(),
    missedAttacks: life.attacks.filter(
      (deed) => !rows.some((row) => row.transaction_hash === deed.transactionHash && row.detector_id === deed.detectorId),
    ),
    alerts,
    alertIds: [...alerts.keys()].sort(),
    told: Object.fromEntries(paths.map((path) => [path, toldTo(path)])),
    repeats: all.length - new Set(all.map(({ path, webhookId }) => `${path} ${webhookId}`)).size,
  };
}

export interface Raised {
  readonly detectorId: string;
  readonly blockNumber: number;
  readonly transactionHash: string | null;
}

/** Every alert of a chain, by id. */
export async function alertsOf({ alerts }: Pick<ControlStore, 'alerts'>, chainId: number): Promise<ReadonlyMap<string, Raised>> {
  const found = new Map<string, Raised>();
  let cursor: string | null = null;
  do {
    const page: Page<Alert> = await alerts.alerts({ chainId }, 500, cursor);
    for (const { id, finding } of page.items) found.set(id, finding);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** What is wrong with it, in sentences; none where all is well. */
export function flawsOf(whole: Whole): readonly string[] {
  const { head, coverage, findingIds, missedAttacks, alertIds: alerts, told } = whole;
  const flaws: string[] = [];
  const [range, another] = coverage;
  if (another !== undefined || range?.from !== 1 || range.to !== head || range.state !== 'complete')
    flaws.push(`blocks 1 to ${head} are not all complete: ${JSON.stringify(coverage)}`);
  if (new Set(findingIds).size !== findingIds.length) flaws.push('a finding is stored twice');
  for (const { detectorId, transactionHash } of missedAttacks) flaws.push(`${detectorId} in ${transactionHash} was not found`);
  if (!isSame(findingIds, alerts)) flaws.push(`findings are not alerts: ${difference(findingIds, alerts)}`);
  for (const [path, ids] of Object.entries(told))
    if (!isSame(findingIds, ids)) flaws.push(`${path} did not hear each alert once: ${difference(findingIds, ids)}`);
  return flaws;
}

export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, i) => id === other[i]);
}

export function difference(expected: readonly string[], real: readonly string[]): string {
  const missing = expected.filter((id) => !real.includes(id));
  const more = real.filter((id, i) => !expected.includes(id) || real.indexOf(id) !== i);
  return `${missing.length} missing (${missing.slice(0, 3).join(', ')}), ${more.length} too many (${more.slice(0, 3).join(', ')})`;
}

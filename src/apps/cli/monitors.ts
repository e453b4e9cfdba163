import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { z } from 'zod';
import { backtestSchema } from '../../contracts/backtest.js';
import { chainSchema } from '../../contracts/chain.js';
import { type MonitorInput, monitorInputSchema, monitorSchema, monitorValidationSchema } from '../../contracts/monitor.js';
import { pageOf } from '../../contracts/primitives.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { type Instance, type InstanceFlags, openInstance, refusalOf } from './instance.js';
import { startProgress } from './progress.js';

export interface ApplyFlags extends InstanceFlags {
  /** Removes what the folder does not have. */
  readonly prune?: boolean;
}

export interface TestFlags extends InstanceFlags {
  readonly blocks: string;
}

const storedPageSchema = pageOf(monitorSchema);

interface Written {
  readonly file: string;
  readonly monitor: MonitorInput;
}

/** Monitors of a folder, a YAML or JSON file each. An ABI may be named by a file beside it. */
export function readMonitors(dir: string): readonly Written[] {
  const names = namesIn(dir);
  if (names.length === 0) throw new FatalError('no-monitors', `${dir} holds no .yaml, .yml or .json file.`);
  const written = names.map((name) => readMonitor(path.join(dir, name)));
  const ids = new Map<string, string>();
  for (const { file, monitor } of written) {
    const before = ids.get(monitor.id);
    if (before !== undefined) throw new FatalError('monitor-twice', `${file} and ${before} both define ${monitor.id}.`);
    ids.set(monitor.id, file);
  }
  return inOrder(written);
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort();
  } catch (error) {
    throw new FatalError('monitors-unreadable', `${dir} cannot be read: ${messageOf(error)}`);
  }
}

export function readMonitor(file: string): Written {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null && 'abi' in content && typeof content.abi === 'string')
      content = { ...content, abi: abiIn(path.join(path.dirname(file), content.abi)) };
  } catch (error) {
    throw new FatalError('monitor-unreadable', `${file}: ${messageOf(error)}`);
  }
  const read = monitorInputSchema.safeParse(content);
  if (read.success) return { file, monitor: read.data };
  const flaws = read.error.issues.map(({ path: at, message }) => `  /${at.join('/')}: ${message}`);
  throw new FatalError('monitor-invalid', `${file} is no monitor:\n${flaws.join('\n')}`);
}

function abiIn(file: string): unknown {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof content === 'object' && content !== null && 'abi' in content ? content.abi : content;
}

/** What a sequence waits for comes first. */
function inOrder(written: readonly Written[]): readonly Written[] {
  const placed = new Set<Written>();
  const place = (one: Written, above: ReadonlySet<Written>): void => {
    if (placed.has(one) || above.has(one)) return;
    for (const { monitor } of one.monitor.sequence ?? []) {
      const before = written.find(({ monitor: { id } }) => id === monitor);
      if (before !== undefined) place(before, new Set([...above, one]));
    }
    placed.add(one);
  };
  for (const one of written) place(one, new Set());
  return [...placed];
}

interface Difference {
  readonly added: readonly Written[];
  readonly changed: readonly (Written & { readonly version: number; readonly fields: readonly string[] })[];
  readonly same: readonly Written[];
  /** There, and not in the folder. */
  readonly extra: readonly string[];
}

type Stored = z.output<typeof monitorSchema>;

/** All that are kept, page by page. */
async function storedMonitors(instance: Instance): Promise<readonly Stored[]> {
  const stored: Stored[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const route: string = `/v1/monitors?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page = storedPageSchema.parse((await instance.ask('GET', route)).json);
    stored.push(...page.items);
    cursor = page.nextCursor;
  }
  return stored;
}

async function differenceTo(instance: Instance, written: readonly Written[]): Promise<Difference> {
  const stored = new Map((await storedMonitors(instance)).map((monitor) => [monitor.id, monitor]));
  const known = written.map((one) => ({ ...one, before: stored.get(one.monitor.id) }));
  const changed = known.flatMap(({ before, ...one }) =>
    before === undefined ? [] : [{ ...one, version: before.version, fields: changedFields(before, one.monitor) }],
  );
  return {
    added: known.filter(({ before }) => before === undefined),
    changed: changed.filter(({ fields }) => fields.length > 0),
    same: changed.filter(({ fields }) => fields.length === 0),
    extra: [...stored.keys()].filter((id) => !written.some(({ monitor }) => monitor.id === id)),
  };
}

function changedFields(before: Stored, monitor: MonitorInput): readonly string[] {
  const names = Object.keys(monitorInputSchema.shape);
  return names.filter((name) => !isDeepStrictEqual(plain(Reflect.get(before, name)), plain(Reflect.get(monitor, name))));
}

/** As JSON carries it. The store keeps fields in an order of its own, which is no difference. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** `tocsin monitors diff DIR` */
export async function diffMonitors(dir: string, flags: InstanceFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const difference = await differenceTo(openInstance(flags, env), readMonitors(dir));
  tell(difference, 'would');
}

function tell({ added, changed, same, extra }: Difference, tense: 'would' | 'did', pruned = false): void {
  for (const { monitor } of added) line(`+ ${monitor.id}`);
  for (const { monitor, version, fields } of changed) line(`~ ${monitor.id} (version ${version} → ${version + 1}): ${fields.join(', ')}`);
  for (const id of extra)
    line(pruned ? `− ${id}` : `  ${id} is there and not in the folder${tense === 'would' ? '; apply --prune removes it' : ''}`);
  line(`${added.length} new, ${changed.length} changed, ${same.length} the same${pruned ? `, ${extra.length} removed` : ''}`);
}

/** `tocsin monitors apply DIR`: all or, where one would not work, none. */
export async function applyMonitors(dir: string, flags: ApplyFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const instance = openInstance(flags, env);
  const written = readMonitors(dir);
  const difference = await differenceTo(instance, written);
  const waitedFor = new Set(written.map(({ monitor }) => monitor.id));
  const refused: string[] = [];
  for (const { file, monitor } of [...difference.added, ...difference.changed]) {
    const { problems } = monitorValidationSchema.parse((await instance.ask('POST', '/v1/monitors/validate', monitor)).json);
    // A step that this very folder brings is not there yet.
    const standing = problems.filter(
      ({ severity, path: at, message }) =>
        severity === 'error' &&
        !(/^\/sequence\/\d+\/monitor$/.test(at) && [...waitedFor].some((id) => message.includes(`no monitor ${id} `))),
    );
    refused.push(
      ...standing.map(
        ({ path: at, message, line: row, column, remedy }) =>
          `${file}${at}: ${message}${row === null ? '' : ` (line ${row}, column ${column})`}${remedy === null ? '' : `; ${remedy}`}`,
      ),
    );
  }
  if (refused.length > 0) throw new FatalError('monitors-refused', `Nothing was applied:\n${refused.join('\n')}`);
  for (const { monitor } of difference.added) await save(instance, monitor, 0);
  for (const { monitor, version } of difference.changed) await save(instance, monitor, version);
  if (flags.prune === true) await prune(instance, difference.extra);
  tell(difference, 'did', flags.prune === true);
}

async function save(instance: Instance, monitor: MonitorInput, version: number): Promise<void> {
  const { status, json } = await instance.ask('POST', `/v1/monitors?version=${version}`, monitor, [400, 409]);
  if (status >= 400) throw new FatalError('monitor-refused', `${monitor.id}: ${refusalOf(status, json)}`);
}

/** A step of a sequence goes after what waits for it. */
async function prune(instance: Instance, ids: readonly string[]): Promise<void> {
  let left = ids;
  while (left.length > 0) {
    const kept: string[] = [];
    for (const id of left) if ((await instance.ask('DELETE', `/v1/monitors/${id}`, undefined, [409])).status === 409) kept.push(id);
    if (kept.length === left.length)
      throw new FatalError('monitors-needed', `${kept.join(', ')} cannot be removed: sequences of others wait for them.`);
    left = kept;
  }
}

const chainsSchema = pageOf(chainSchema.pick({ chainId: true, analysed: true }));

/** `tocsin monitors test DIR`: proves each by a match in the newest blocks, or says that there was none. */
export async function testMonitors(dir: string, flags: TestFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const instance = openInstance(flags, env);
  let refused = 0;
  for (const { file, monitor } of readMonitors(dir)) {
    const { problems } = monitorValidationSchema.parse((await instance.ask('POST', '/v1/monitors/validate', monitor)).json);
    const errors = problems.filter(({ severity }) => severity === 'error');
    refused += errors.length > 0 ? 1 : 0;
    if (errors.length > 0)
      for (const { path: at, message, remedy } of errors) line(`✗ ${file}${at}: ${message}${remedy === null ? '' : `; ${remedy}`}`);
    else line(`${monitor.id}: ${(await proofOf(instance, monitor, Number(flags.blocks))).proof}`);
  }
  if (refused > 0) throw new FatalError('monitors-refused', `${refused} would be refused.`);
}

interface Proof {
  /** False where it fails, or looks at a chain that nobody follows; no match is no fault. */
  readonly works: boolean;
  readonly proof: string;
}

/** A past match of each of its chains, or how many blocks had none. */
async function proofOf(instance: Instance, monitor: MonitorInput, blocks: number): Promise<Proof> {
  const { items } = chainsSchema.parse((await instance.ask('GET', '/v1/chains')).json);
  const proofs: Proof[] = [];
  for (const chain of monitor.chains) {
    const head = items.find(({ chainId }) => chainId === chain)?.analysed ?? null;
    proofs.push(
      head === null
        ? { works: false, proof: `chain ${chain} is not followed here` }
        : await proofOn(instance, { monitor, chain, from: Math.max(0, head - blocks + 1), to: head }),
    );
  }
  return { works: proofs.every(({ works }) => works), proof: proofs.map(({ proof }) => proof).join('; ') };
}

async function proofOn(instance: Instance, request: BacktestRequest): Promise<Proof> {
  const { monitor, blocks } = await backtest(instance, request, false);
  const on = `chain ${request.chain}`;
  if (monitor.errors > 0) return { works: false, proof: `fails on ${on}: ${monitor.errorSample[0]?.reasons[0] ?? ''}` };
  return {
    works: true,
    proof: monitor.alerts === 0 ? `no match in ${blocks} blocks of ${on}` : `${monitor.alerts} matches in ${blocks} blocks of ${on}`,
  };
}

const POLL_MS = 300;

interface BacktestRequest {
  readonly monitor: MonitorInput;
  readonly chain: number;
  readonly from: number;
  readonly to: number;
  readonly against?: number;
}

/** Every monitor that is kept, with its proof; for `tocsin doctor`. */
export async function provenMonitors(instance: Instance, blocks: number): Promise<readonly (Proof & { readonly id: string })[]> {
  const proven: (Proof & { readonly id: string })[] = [];
  for (const stored of await storedMonitors(instance)) {
    const { version: _version, updatedAt: _at, updatedBy: _by, health, ...monitor } = stored;
    if (health.state === 'refused' || health.state === 'failing')
      proven.push({ id: stored.id, works: false, proof: `it cannot be evaluated: ${health.lastError ?? ''}` });
    else if (health.lastMatchBlock !== null)
      proven.push({ id: stored.id, works: true, proof: `${health.matches} matches, the last at block ${health.lastMatchBlock}` });
    else {
      // One that cannot be proven says nothing of the others.
      const proof = await proofOf(instance, monitor, blocks).catch((error: unknown) => ({
        works: false,
        proof: `cannot be tried: ${messageOf(error)}`,
      }));
      proven.push({ id: stored.id, ...proof });
    }
  }
  return proven;
}

/** Starts a backtest and waits for it. */
export async function backtest(instance: Instance, request: BacktestRequest, isTold: boolean) {
  const started = backtestSchema.parse((await instance.ask('POST', '/v1/backtests', request)).json);
  const progress = isTold ? startProgress('blocks', started.total) : null;
  for (;;) {
    const now = backtestSchema.parse((await instance.ask('GET', `/v1/backtests/${started.id}`)).json);
    progress?.update(now.done);
    if (now.state !== 'running') progress?.stop();
    if (now.state === 'failed') throw new FatalError('backtest-failed', `The backtest failed: ${now.problem ?? 'unknown'}`);
    if (now.result !== null) return now.result;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ReducedTransaction, readAttacks, readBackground } from '../../../ml/datasets/reduced-rows.js';
import { type ReadAs, rangeSource, recordedSources, storedSource, type TrainingSource } from '../../../ml/datasets/training-sources.js';
import { labAttacks, labelledTransactions, recordedFolders, runTraining, type TrainRun } from '../../../ml/train/train-run.js';
import { openAnalyticsStore } from '../../adapters/analytics-store/open-analytics-store.js';
import { RpcChainSource } from '../../adapters/chain-source/rpc-chain-source.js';
import { packageRoot } from '../../adapters/migrations.js';
import { openModelRuntime } from '../../adapters/model-runtime/open-model-runtime.js';
import { writeModelFolder } from '../../adapters/model-store/model-folder.js';
import { promote } from '../../adapters/model-store/model-registry.js';
import { FatalError } from '../../core/errors.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { makeLab } from '../../lab/make-lab.js';
import { loadConfig } from '../platform/config.js';
import { createLogger } from '../platform/logging.js';
import { type Progress, startProgress } from './progress.js';

export interface TrainFlags {
  readonly data: readonly string[];
  /** Nodes of one chain, whose blocks `from` to `to` are read. */
  readonly rpc: readonly string[];
  readonly from?: number;
  readonly to?: number;
  /** A ClickHouse whose analysed transactions of `chain` are trained on. */
  readonly clickhouse?: string;
  readonly chain: number;
  /** Call traces of known attacks. */
  readonly attacks?: string;
  readonly out?: string;
  readonly until: string;
  readonly seed: number;
  readonly epochs: number;
  /** Blocks of lab traffic that are made and trained on as well; 0: none. */
  readonly labBlocks: number;
  /** Makes it the champion at once; else it is a candidate. */
  readonly promote: boolean;
  readonly json?: string;
}

/** Recorded mainnet blocks beside the checkout, where they are. */
const SHARED_BLOCKS = path.join(packageRoot(), '../shared/data/replay');
/** Traces of known attacks, where they are. */
const SHARED_ATTACKS = path.join(packageRoot(), '../shared/data/attacks/traces');

/** Transactions a day on Ethereum, which the alert budget is counted in (DETECTION §4 uses the same). */
const MAINNET_TRANSACTIONS_A_DAY = 1_500_000;

/** `tocsin train`: trains on recorded blocks and writes the model folder: a candidate, or the champion where that is asked for. */
export async function train(flags: TrainFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  const trainedUntil = Date.parse(`${flags.until}T00:00:00Z`) / 1_000;
  if (!Number.isFinite(trainedUntil)) throw new FatalError('bad-date', `--until ${flags.until}: expected a date such as 2023-01-01.`);
  const isElsewhere = flags.rpc.length > 0 || flags.clickhouse !== undefined;
  const given = flags.data.length > 0 ? flags.data : isElsewhere ? [] : [SHARED_BLOCKS];
  const folders = given.flatMap((folder) => {
    if (!existsSync(folder))
      throw new FatalError(
        'no-data',
        `--data ${folder}: no such folder. Give a folder of recorded blocks, or one that holds such folders.`,
      );
    const inside = recordedFolders(folder);
    return inside.length > 0 ? inside : [folder];
  });
  const labelled = given.map((folder) => path.join(folder, 'label_hits.csv')).find((file) => existsSync(file));
  const { runtime, note } = await openModelRuntime(config.modelRuntime, 'train');
  process.stderr.write(`${note}\n`);
  const known = knownAttacks(flags.attacks);
  const steps = progressByStep();
  const lab = flags.labBlocks === 0 ? null : await makeTraffic(flags, steps.tell);
  const played = lab === null ? [] : labAttacks(lab);
  const as = {
    detectors: CATALOGUE,
    leaveOut: new Set([...(labelled === undefined ? [] : labelledTransactions(labelled)), ...played.map(({ hash }) => hash)]),
  };
  const elsewhere = await openElsewhere(flags, as);
  const run = await runTraining(runtime, {
    sources: [...recordedSources(lab === null ? folders : [...folders, lab], as), ...elsewhere.sources],
    trainedUntil,
    seed: flags.seed,
    epochs: flags.epochs,
    transactionsPerDay: MAINNET_TRANSACTIONS_A_DAY,
    detectors: CATALOGUE,
    attacks: [...known, ...(lab === null ? [] : exploitsOf(lab, played))],
    callsOnly: given.flatMap((folder) => readBackground(folder, (done, all) => steps.tell('reading calls', done, all)).transactions),
    onProgress: steps.tell,
  });
  steps.stop();
  await elsewhere.close();
  if (lab !== null) rmSync(path.dirname(lab), { recursive: true, force: true });
  const parent = flags.out ?? path.join(packageRoot(), 'ml/models');
  const written = writeModelFolder(parent, run.bundle, run.layers, {
    training: run.training,
    metrics: run.metrics,
    card: cardOf(run, flags.until),
  });
  if (flags.promote) promote(parent, written.id);
  const summary = { modelId: written.id, folder: written.folder, training: run.training, metrics: run.metrics };
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
}

/** A range of a node's blocks, and what a ClickHouse holds. */
async function openElsewhere(
  { rpc, from, to, clickhouse, chain }: TrainFlags,
  as: ReadAs,
): Promise<{ readonly sources: readonly TrainingSource[]; close(): Promise<void> }> {
  const sources: TrainingSource[] = [];
  const closers: (() => Promise<void>)[] = [];
  if (rpc.length > 0) {
    if (from === undefined || to === undefined || to < from)
      throw new FatalError('no-range', '--rpc needs --from and --to, the first and the last block to train on.');
    const source = new RpcChainSource({ chainId: chain, urls: rpc, pollMs: 1_000 });
    closers.push(() => source.close());
    sources.push(rangeSource(source, from, to, as));
  }
  if (clickhouse !== undefined) {
    const analytics = await openAnalyticsStore({ url: clickhouse, migrate: false, logger: createLogger('warn') });
    closers.push(() => analytics.close());
    sources.push(storedSource(analytics.reader, chain, as.leaveOut));
  }
  return { sources, close: async () => void (await Promise.all(closers.map((close) => close()))) };
}

/** Labelled attacks to train the head on; none where there are none. */
function knownAttacks(folder: string | undefined): readonly ReducedTransaction[] {
  const place = folder ?? SHARED_ATTACKS;
  if (!existsSync(place)) {
    if (folder !== undefined) throw new FatalError('no-data', `--attacks ${folder}: no such folder. Give a folder of call traces.`);
    return [];
  }
  const { transactions, unreadable } = readAttacks(place);
  for (const line of unreadable) process.stderr.write(`unreadable: ${line}\n`);
  return transactions;
}

/** The town's own exploits, as their calls alone show them. */
function exploitsOf(lab: string, played: ReturnType<typeof labAttacks>): readonly ReducedTransaction[] {
  const exploits = new Set(CATALOGUE.filter(({ stage }) => stage === 'exploit').map(({ id }) => id));
  const hashes = new Set(played.flatMap(({ hash, detectorId }) => (exploits.has(detectorId) ? [hash] : [])));
  return readBackground(lab, () => undefined).transactions.filter(({ hash }) => hashes.has(hash));
}

/** Everyday life of a town, its attacks left out of the rows afterwards. Not the town of the default start: that one is to be new to the model. */
async function makeTraffic({ labBlocks, seed }: TrainFlags, tell: (step: string, done: number, all: number) => void): Promise<string> {
  const out = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-train-')), 'lab');
  await makeLab({
    seed: seed + 1_000,
    blocks: labBlocks,
    attacks: Math.floor(labBlocks / 50),
    out,
    onProgress: (done, all) => tell('making lab traffic', done, all),
  });
  return out;
}

function progressByStep(): { tell(step: string, done: number, all: number, note?: string): void; stop(): void } {
  let current: { readonly step: string; readonly progress: Progress } | null = null;
  return {
    tell(step, done, all, note) {
      if (current?.step !== step) {
        current?.progress.stop();
        current = { step, progress: startProgress(step, all) };
      }
      current.progress.update(done, note);
    },
    stop: () => current?.progress.stop(),
  };
}

/** What a reader of the folder should know: data, split, numbers, limits. */
function cardOf(run: TrainRun, until: string): string {
  return `# Anomaly model

Five parts over the features of schema v1, combined (Cauchy) and calibrated to risk 0–100: a denoising autoencoder, direction-aware tail probabilities (ECOD) and an isolation forest, which no
label taught; a small logistic head over what the calls tell and what detectors found; and, for what these find strange, a transformer that foretells each next call. The risk says how surprising a transaction is, not how likely it is an attack. The folder's name is the
beginning of the manifest's SHA-256; the weights of the parts are in the manifest, what they are worth is in ml/REPORT.md.

- **Label-free parts trained on** mainnet blocks before ${until} and lab traffic; transactions that touch a labelled address and the lab's attacks are left out. At most 2,000 rows a function and 50 a sender; the strangest 0.5 % and then 0.2 % trimmed.
- **Head trained on** recorded attacks, the lab's own exploits and ordinary transactions, all reduced to their calls, so that no source of files tells them apart. Judging it on those attacks says nothing; the report judges one that never saw them.
- **Sequence trained on** the order of calls in the same traces, each at most four times.
- **Calibrated on** the last fifth of each chain's rows by time, which training did not see.
- **Limits.** The recorded blocks are real but not contiguous and no random sample of traffic: what a day's budget promises is extrapolated from a few thousand rows. Histories are short, so features of the past say less than they will live. Other chains than mainnet use it as a fallback.

\`\`\`json
${JSON.stringify({ training: run.training, metrics: run.metrics }, null, 2)}
\`\`\`
`;
}

import { accessSync, constants, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openAnalyticsStore } from '../../adapters/analytics-store/open-analytics-store.js';
import { probeRpc } from '../../adapters/chain-source/probe-rpc.js';
import { openControlStore } from '../../adapters/control-store/open-control-store.js';
import { readLabels } from '../../adapters/labels/read-labels.js';
import { probeTfjsNode } from '../../adapters/model-runtime/tfjs-node-runtime.js';
import { createOutboundHttp } from '../../adapters/notifier/outbound-http.js';
import { readPrices } from '../../adapters/prices/price-table.js';
import { messageOf } from '../../core/errors.js';
import { FEATURES } from '../../core/features/schema.js';
import { compileContracts } from '../../lab/compile.js';
import { anvilBinary } from '../../lab/devnet/anvil-binary.js';
import { type Config, loadConfig } from '../platform/config.js';
import { holderOfDataFolder } from '../platform/data-folder.js';
import { createLogger } from '../platform/logging.js';
import { openResponseMeans } from '../platform/open-responses.js';
import { openScorer } from '../platform/open-scorer.js';
import { openInstance } from './instance.js';
import { provenMonitors } from './monitors.js';

export interface DoctorFlags {
  readonly data?: string;
  readonly rpc: readonly string[];
  readonly json?: string;
}

interface Diagnosis {
  readonly part: string;
  readonly state: 'ok' | 'note' | 'bad';
  readonly detail: string;
}

const LEAST_FREE_GB = 2;

/** `tocsin doctor`: tries each part for real and says what to do about those that do not work. Exit code 1 where one is bad. */
export async function doctor(flags: DoctorFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const diagnoses: Diagnosis[] = [];
  const config = examine(diagnoses, 'configuration', () => loadConfig(env));
  if (config !== null) {
    const settled = { ...config, dataDir: flags.data ?? config.dataDir };
    for (const part of partsOf(settled, flags)) diagnoses.push(await diagnose(part));
    diagnoses.push(...(await monitorsOf(settled, flags, env)));
  }
  for (const { part, state, detail } of diagnoses) process.stdout.write(`${MARKS[state]} ${part.padEnd(22)} ${detail}\n`);
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify({ parts: diagnoses }, null, 2)}\n`);
  const bad = diagnoses.filter(({ state }) => state === 'bad').length;
  process.stdout.write(bad === 0 ? '\nEverything works.\n' : `\n${bad} of ${diagnoses.length} parts do not work.\n`);
  if (bad > 0) process.exitCode = 1;
}

const MARKS = { ok: '✓', note: '–', bad: '✗' } as const;

interface Part {
  readonly name: string;
  /** What was found; a note is no fault. Throws where the part does not work. */
  try(): Promise<string | { readonly note: string }>;
}

async function diagnose({ name, try: attempt }: Part): Promise<Diagnosis> {
  try {
    const found = await attempt();
    return typeof found === 'string' ? { part: name, state: 'ok', detail: found } : { part: name, state: 'note', detail: found.note };
  } catch (error) {
    return { part: name, state: 'bad', detail: messageOf(error) };
  }
}

function examine<T>(diagnoses: Diagnosis[], part: string, read: () => T): T | null {
  try {
    const value = read();
    diagnoses.push({ part, state: 'ok', detail: 'every setting is understood' });
    return value;
  } catch (error) {
    diagnoses.push({ part, state: 'bad', detail: messageOf(error) });
    return null;
  }
}

function partsOf(config: Config, flags: DoctorFlags): readonly Part[] {
  const urls = [...flags.rpc, ...config.chains.flatMap(({ rpc }) => rpc)];
  return [
    { name: 'node', try: async () => `Node ${process.versions.node} on ${process.platform} ${process.arch}` },
    { name: 'data folder', try: async () => dataFolder(config) },
    ...storeParts(config),
    { name: 'model', try: () => model(config) },
    { name: 'training runtime', try: trainingRuntime },
    { name: 'lab', try: async () => `anvil at ${path.basename(anvilBinary())}, ${compileContracts().size} contracts compile` },
    ...config.labelFiles.map((file) => ({ name: 'labels', try: async () => `${(await readLabels(file)).length} in ${file}` })),
    ...pricesPart(config.pricesFile),
    { name: 'alarm', try: () => alarm(config) },
    ...responseParts(config),
    ...(urls.length > 0
      ? urls.map((url) => ({ name: 'chain node', try: () => probeRpc(url) }))
      : [{ name: 'chain node', try: async () => ({ note: 'none configured: the default start brings a devnet; --rpc URL tries one' }) }]),
  ];
}

const BLOCKS_TRIED = 1_000;

/** Each monitor of the running instance, proven by a match or by how many blocks had none. */
async function monitorsOf(config: Config, flags: DoctorFlags, env: NodeJS.ProcessEnv): Promise<readonly Diagnosis[]> {
  if (holderOfDataFolder(config.dataDir) === null) return [];
  if (config.apiKey === null)
    return [{ part: 'monitors', state: 'note', detail: 'set TOCSIN_API_KEY to a key of the running instance, so that each can be proven' }];
  try {
    const proven = await provenMonitors(openInstance(flags.data === undefined ? {} : { data: flags.data }, env), BLOCKS_TRIED);
    if (proven.length === 0) return [{ part: 'monitors', state: 'note', detail: 'none are kept' }];
    return proven.map(({ id, works, proof }) => ({ part: `monitor ${id}`, state: works ? 'ok' : 'bad', detail: proof }));
  } catch (error) {
    return [{ part: 'monitors', state: 'bad', detail: messageOf(error) }];
  }
}

/** Each signer: that it is there, and can pay. */
function responseParts({ responses: rules, chains }: Config): readonly Part[] {
  if (rules === null) return [];
  return Object.keys(rules.signers).map((name) => ({
    name: 'response signer',
    try: async () => {
      const means = openResponseMeans({ responses: rules, chains }, true);
      try {
        const signer = means?.signers.get(name);
        if (means === null || signer === undefined) throw new Error(`there is no signer ${name}`);
        const own = means.allowed.flatMap((entry) => (entry.kind === 'transaction' && entry.signer === name ? [entry.chainId] : []));
        const ids = [...new Set(own)];
        for (const id of ids) {
          const sender = means.senderOf(id);
          if (sender === null) throw new Error(`${name} may act on chain ${id}, which TOCSIN_CHAINS does not name`);
          if ((await sender.balance(signer.address)) === 0n)
            throw new Error(`${name} (${signer.address}) has nothing to pay gas with on chain ${id}`);
        }
        if (ids.length === 0) return { note: `${name} is ${signer.address}; no entry of the allow-list lets it sign` };
        return `${name} is ${signer.address}, and can pay on ${ids.length === 1 ? 'chain' : 'chains'} ${ids.join(', ')}`;
      } finally {
        await means?.close();
      }
    },
  }));
}

/** Looks without a word: an alarm that is no alarm would be answered by somebody. */
async function alarm({ canary }: Config): Promise<string | { readonly note: string }> {
  if (canary.everyMs === null) return { note: 'no canaries: TOCSIN_CANARY_S is 0, and nobody is told when alerts stop' };
  if (canary.alarm === null)
    return { note: 'canaries are watched, but silence is told in the log, metrics and dashboard only; TOCSIN_ALARM_URL tells it outside' };
  const http = createOutboundHttp({ allowPrivateTargets: true });
  try {
    await http.reach(canary.alarm.url);
  } finally {
    await http.close();
  }
  const beat =
    canary.heartbeatUrl === null ? "; without a dead man's switch (TOCSIN_HEARTBEAT_URL) nothing says when this machine is gone" : '';
  return `the alarm's receiver can be connected to${beat}`;
}

function pricesPart(file: string | null): readonly Part[] {
  if (file === null) return [];
  return [
    {
      name: 'prices',
      async try() {
        await readPrices(file);
        return `${file} is read`;
      },
    },
  ];
}

function dataFolder({ dataDir }: Config): string | { note: string } {
  mkdirSync(dataDir, { recursive: true });
  accessSync(dataDir, constants.W_OK);
  const { bavail, bsize } = statfsSync(dataDir);
  const freeGb = (bavail * bsize) / 1e9;
  if (freeGb < LEAST_FREE_GB)
    throw new Error(`${dataDir}: ${freeGb.toFixed(1)} GB are free; free some space or choose another folder with --data`);
  const holder = holderOfDataFolder(dataDir);
  const place = `${dataDir}, ${freeGb.toFixed(0)} GB free`;
  return holder === null ? place : { note: `${place}; in use by a running instance (pid ${holder.pid}, port ${holder.port})` };
}

/** Embedded stores of a running instance are its own: it is asked instead. */
function storeParts(config: Config): readonly Part[] {
  const holder = holderOfDataFolder(config.dataDir);
  if (holder !== null) return [{ name: 'running instance', try: () => askInstance(holder.port) }];
  return [
    {
      name: 'PostgreSQL',
      async try() {
        const store = await openControlStore({
          url: config.postgresUrl,
          dir: path.join(config.dataDir, 'postgres'),
          migrate: true,
          secretsKeys: config.secretsKeys,
        });
        await store.ping();
        await store.close();
        const place = config.postgresUrl === null ? 'embedded, migrated' : 'the server answers, migrated';
        if (config.secretsKeys.length > 0) return `${place}; secrets are encrypted`;
        return config.postgresUrl === null ? place : { note: `${place}; secrets lie in it as they are: TOCSIN_SECRETS_KEY encrypts them` };
      },
    },
    {
      name: 'ClickHouse',
      async try() {
        const logger = createLogger('silent');
        const store = await openAnalyticsStore({
          url: config.clickhouseUrl,
          dir: path.join(config.dataDir, 'clickhouse'),
          migrate: true,
          logger,
        });
        await store.ping();
        await store.close();
        return config.clickhouseUrl === null ? 'embedded, migrated' : 'the server answers, migrated';
      },
    },
  ];
}

async function askInstance(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch((error: unknown) => {
    throw new Error(`does not answer on port ${port}: ${messageOf(error)}`);
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`is not ready: ${body.slice(0, 500)}`);
  return `ready on port ${port}`;
}

/** Loads the champion and scores a row of zeros twice: alone and among others, to the same bits. */
async function model(config: Config): Promise<string | { note: string }> {
  const { scorer, note, close } = await openScorer(config);
  if (scorer === null) return { note };
  const score = (rows: number) =>
    scorer.score({
      rows,
      values: new Float32Array(rows * FEATURES.length),
      known: new Uint8Array(rows * FEATURES.length).fill(1),
      segments: new Uint8Array(rows),
    });
  const isSame = score(1).raw.every((value, i) => Object.is(value, score(64).raw[i]));
  close();
  if (!isSame) throw new Error('the same row scores differently alone and in a batch; reinstall with npm ci');
  return note;
}

async function trainingRuntime(): Promise<string | { note: string }> {
  const probed = await probeTfjsNode();
  return 'runtime' in probed
    ? `tfjs-node ${probed.runtime.version}`
    : { note: `tfjs-node is not used (${probed.reason}); WASM trains instead` };
}

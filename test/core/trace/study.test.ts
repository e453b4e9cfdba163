import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '../../../src/core/chain/block.js';
import { parseCallTree } from '../../../src/core/chain/parse-trace.js';
import { referenceOf } from '../../../src/core/detect/reference-prices.js';
import { LENDING, VAULTS } from '../../../src/core/trace/selectors.js';
import type { GroupNet } from '../../../src/core/trace/token-flows.js';
import { type TraceFacts, traceOf } from '../../../src/core/trace/trace-facts.js';
import { usdOf } from '../../../src/core/trace/value.js';
import { buildContext, buildTransaction } from '../../support/build-transaction.js';

const DATA = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data');
const FOLDERS: Readonly<Record<string, string>> = { A: 'replay/A_full_verified', D: 'replay/D_traces_logs_mevinspect' };
/** What the study's own program says of 68 attacks, 150 long and 100 short ordinary transactions, drawn with a fixed seed. */
const [head = '', ...rows] = readFileSync(path.join(import.meta.dirname, 'study-reference.csv'), 'utf8')
  .trim()
  .split('\n');

const read = (file: string) => JSON.parse(gunzipSync(readFileSync(path.join(DATA, file))).toString());

/** Traces by transaction, of an attack's file or of a recorded block. */
function tracesOf(source: string): ReadonlyMap<string, unknown> {
  if (source === 'attacks') {
    const files = readdirSync(path.join(DATA, 'attacks/traces')).map((name) => read(`attacks/traces/${name}`));
    return new Map(files.map(({ tx, trace }) => [tx, trace]));
  }
  const [tier = '', block = ''] = source.split(':');
  const { traces } = read(`${FOLDERS[tier]}/${block}.json.gz`);
  return new Map((traces as readonly { txHash: string; result: unknown }[]).map(({ txHash, result }) => [txHash, result]));
}

function transactionOf(trace: unknown): Transaction {
  const frames = parseCallTree(trace, 'trace');
  const [top] = frames;
  if (top === undefined) throw new Error('an empty trace');
  const creates = top.kind.startsWith('CREATE') && top.to !== null ? { creates: top.to, to: null } : { to: top.to };
  return { ...buildTransaction({ from: top.from, ...creates }), frames };
}

/** The columns of the reference, by the program's own names. */
function measured(trace: TraceFacts, chainId: number): Readonly<Record<string, number>> {
  const ctx = {
    ...buildContext(),
    chainId,
    priceUsdOf: (token: `0x${string}`) => referenceOf(chainId, token)?.usd ?? null,
    decimalsOf: (token: `0x${string}`) => referenceOf(chainId, token)?.decimals ?? null,
  };
  const usd = ({ net }: GroupNet) => {
    const { gained, lost } = usdOf(net, ctx);
    return gained - lost;
  };
  const { prices, clusterNet, takersNet, ownNet, calls } = trace;
  const functions = calls.flatMap(({ kind, to, selector }) =>
    kind === 'CALL' && (LENDING.has(selector) || VAULTS.has(selector)) ? [`${to}${selector}`] : [],
  );
  return {
    frames: calls.length,
    n_flows: trace.flows.length,
    usd_net1: usd(ownNet),
    usd_net2: usd(clusterNet),
    usd_net3: usd(takersNet),
    gain_tok2: clusterNet.gained.length,
    loss_tok2: clusterNet.lost.length,
    gain_tok3: takersNet.gained.length,
    loss_tok3: takersNet.lost.length,
    pool_move: prices.pool,
    view_swing: prices.view,
    any_view_swing: prices.anyView,
    supply_swing: prices.supply,
    both_dir: trace.bothWays === null ? 0 : 1,
    flash: trace.flashLoans.length,
    oracle: trace.oracleReads.length,
    lend_vault_distinct: new Set(functions).size,
    re: trace.reentries.filter(({ isRead }) => !isRead).length,
    re_ro: trace.reentries.filter(({ isRead }) => isRead).length,
  };
}

/** Where they differ by more than 64-bit numbers do: `both_dir` counts pools there, and is a yes or no here. */
function differs(column: string, ours: number, theirs: number): boolean {
  if (column === 'both_dir') return ours > 0 !== theirs > 0;
  return Math.abs(ours - theirs) > 1e-6 * Math.max(1, Math.abs(theirs));
}

if (!existsSync(DATA)) {
  process.stderr.write(`SKIPPED: the recorded attacks and blocks are not at ${DATA}\n`);
  it('needs the recorded attacks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('what a trace says', () => {
    it('is what the study of traces says of the same transactions', () => {
      const [, , , ...columns] = head.split(',');
      const bySource = new Map<string, ReadonlyMap<string, unknown>>();
      const differences: string[] = [];
      for (const row of rows) {
        const [hash = '', chain = '', source = '', ...values] = row.split(',');
        const traces = bySource.get(source) ?? tracesOf(source);
        bySource.set(source, traces);
        const facts = traceOf(transactionOf(traces.get(hash)));
        if (facts === null) continue;
        const ours = measured(facts, Number(chain));
        for (const [i, column] of columns.entries()) {
          const [mine, theirs] = [ours[column] ?? Number.NaN, Number(values[i])];
          if (differs(column, mine, theirs)) differences.push(`${hash} ${column}: ${mine}, and there ${theirs}`);
        }
      }
      expect(rows).toHaveLength(318);
      expect(differences).toEqual([]);
    }, 60_000);
  });
}

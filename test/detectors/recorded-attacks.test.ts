import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decodeTransaction } from '../../src/core/chain/decode.js';
import { parseCallTree } from '../../src/core/chain/parse-trace.js';
import detector from '../../src/detectors/reentrancy-state-changing.js';
import { buildContext, buildTransaction } from '../support/build-transaction.js';

const DATA = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data');

function read(folder: string) {
  return readdirSync(path.join(DATA, folder)).map((name) => JSON.parse(gunzipSync(readFileSync(path.join(DATA, folder, name))).toString()));
}

function isNamed(trace: unknown): boolean {
  const frames = parseCallTree(trace, 'trace');
  const [top] = frames;
  if (top === undefined) throw new Error('an empty trace');
  const creates = top.kind === 'CREATE' && top.to !== null ? { creates: top.to, to: null } : { to: top.to };
  const tx = { ...buildTransaction({ from: top.from, ...creates }), frames };
  return detector.inspect({ ...tx, decoded: decodeTransaction(tx) }, buildContext()).length > 0;
}

if (!existsSync(DATA)) {
  process.stderr.write(`SKIPPED: the recorded attacks are not at ${DATA}\n`);
  it('needs the recorded attacks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('reentrancy-state-changing on what was recorded', () => {
    it('names the re-entrancies among real attacks', () => {
      const named = read('attacks/traces').flatMap(({ trace, incident }) => (isNamed(trace) ? [incident] : []));
      expect(named.sort()).toEqual([
        'Akropolis',
        'DFXFinance',
        'Lendf.Me',
        'Revest',
        'SaddleFinance',
        'SpankChain',
        'TheDAO',
        'Uniswap',
        'Visor',
      ]);
    });

    it('names nothing in ordinary blocks, nor in blocks full of arbitrage and liquidations', () => {
      const traces = ['replay/A_full_verified', 'replay/D_traces_logs_mevinspect'].flatMap((folder) =>
        read(folder).flatMap(({ traces: recorded }) => (recorded ?? []) as readonly { txHash: string; result?: unknown }[]),
      );
      expect(traces.length).toBeGreaterThan(20_000);
      expect(traces.flatMap(({ txHash, result }) => (result !== undefined && isNamed(result) ? [txHash] : []))).toEqual([]);
    });
  });
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { transactionOf } from '../../ml/datasets/call-traces.js';
import { parseCallTree } from '../../src/core/chain/parse-trace.js';
import { referenceOf } from '../../src/core/detect/reference-prices.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { buildContext } from '../support/build-transaction.js';

const TRACES = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data/attacks/traces');
const DETECTORS = CATALOGUE.filter(({ stage, needs }) => stage === 'exploit' && !needs.includes('logs'));

/** A file of the attacks: a call tree, and which incident it was; some have no name. */
interface RecordedAttack {
  readonly tx: `0x${string}`;
  readonly chain_id: number;
  readonly incident: string | null;
  readonly trace: unknown;
}

function attacks(): readonly RecordedAttack[] {
  return readdirSync(TRACES).map((name) => JSON.parse(gunzipSync(readFileSync(path.join(TRACES, name))).toString()));
}

/** Exploit detectors that speak of it as high or critical, from the trace alone: no logs, no history, no labels. */
function namedBy({ tx: hash, trace, chain_id: chainId }: RecordedAttack): readonly string[] {
  const inspected = transactionOf(hash, chainId, parseCallTree(trace, 'trace'));
  const ctx = {
    ...buildContext(),
    chainId,
    priceUsdOf: (token: `0x${string}`) => referenceOf(chainId, token)?.usd ?? null,
    decimalsOf: (token: `0x${string}`) => referenceOf(chainId, token)?.decimals ?? null,
  };
  return DETECTORS.flatMap((detector) =>
    detector.inspect(inspected, ctx).some(({ severity }) => severity === 'high' || severity === 'critical') ? [detector.id] : [],
  );
}

if (!existsSync(TRACES)) {
  process.stderr.write(`SKIPPED: the recorded attacks are not at ${TRACES}\n`);
  it('needs the recorded attacks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('real attacks, by their traces alone', () => {
    const named = attacks().map((attack) => ({ name: attack.incident ?? attack.tx.slice(0, 10), by: namedBy(attack) }));

    it('are named but for ten of 68', () => {
      expect(named).toHaveLength(68);
      expect(named.flatMap(({ name, by }) => (by.length === 0 ? [name] : [])).sort()).toEqual([
        // The file is a payout of a mixer, and two deployments: no exploit.
        'BentFinance',
        'ChainSwap',
        'EDU&BAI',
        'Harvest',
        'OUSD',
        'Pancakehunny',
        'Pinecone',
        'THORChain',
        'Umbrella',
        'VTFToken',
      ]);
    });

    it.each([
      ['access-control-first-caller', 5],
      ['amount-overflow', 2],
      ['balance-conservation-broken', 9],
      ['clone-swarm', 2],
      ['drain-after-balance-read', 6],
      ['flash-loan-foreign-call', 23],
      ['flash-loan-from-new-contract', 2],
      ['flash-loan-price-move', 23],
      ['flash-loan-profit', 26],
      ['flash-loan-vault-churn', 11],
      ['initializer-called-late', 4],
      ['mint-unbacked', 1],
      ['oracle-spot-swing', 9],
      ['outflow-large-direct', 5],
      ['permit-without-signature', 2],
      ['profit-from-nothing', 22],
      ['reentrancy-state-changing', 9],
      ['same-origin-repeat', 9],
      ['swap-both-ways-profit', 9],
      ['third-party-pull', 3],
      ['third-party-pull-sold', 3],
    ])('%s names %i of them', (id, count) => {
      expect(named.filter(({ by }) => by.includes(id))).toHaveLength(count);
    });
  });
}

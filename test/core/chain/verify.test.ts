import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import { type ParsedBlock, parseBlock } from '../../../src/core/chain/parse-block.js';
import { BlockVerifier } from '../../../src/core/chain/verify.js';

const DATA = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data/replay');

function blocks(tier: string): readonly ParsedBlock[] {
  return readdirSync(path.join(DATA, tier)).map((name) => {
    const file = JSON.parse(gunzipSync(readFileSync(path.join(DATA, tier, name))).toString());
    const traces = file.traces ?? null;
    return parseBlock(
      1,
      { block: file.block, receipts: file.receipts ?? null, traces, traceSource: traces === null ? 'none' : 'recorded' },
      null,
    );
  });
}

if (!existsSync(DATA)) {
  process.stderr.write(`SKIPPED: the recorded blocks are not at ${DATA}\n`);
  it('needs the recorded blocks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('recomputing what real headers commit to', () => {
    it('finds tier A right in all but receipts from before Byzantium', async () => {
      const verifier = new BlockVerifier(await createHashing(), 'full');
      const results = blocks('A_full_verified').map((parsed) => verifier.verify(parsed));
      expect(
        results.every(({ headerHash, transactionsRoot, logsBloom }) =>
          [headerHash, transactionsRoot, logsBloom].every(({ status }) => status === 'ok'),
        ),
      ).toBe(true);
      expect(results.filter(({ receiptsRoot }) => receiptsRoot.status === 'ok')).toHaveLength(46);
      expect(results.filter(({ receiptsRoot }) => receiptsRoot.status === 'unverifiable')).toHaveLength(18);
    });

    it('finds no mismatch in tiers B and C', async () => {
      const verifier = new BlockVerifier(await createHashing(), 'full');
      const results = [...blocks('B_tx_receipts_logs'), ...blocks('C_tx_only')].flatMap((parsed) => Object.values(verifier.verify(parsed)));
      expect(results.filter(({ status }) => status === 'mismatch')).toEqual([]);
    });

    it('finds a changed amount by the transactions root', async () => {
      const verifier = new BlockVerifier(await createHashing(), 'full');
      const [parsed] = blocks('C_tx_only');
      if (parsed === undefined) throw new Error('no block');
      const [first, ...rest] = parsed.block.transactions;
      if (first === undefined) throw new Error('no transaction');
      const tampered = { ...parsed, block: { ...parsed.block, transactions: [{ ...first, valueWei: first.valueWei + 1n }, ...rest] } };
      expect(verifier.verify(tampered).transactionsRoot.status).toBe('mismatch');
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { ReplayChainSource } from '../../src/adapters/chain-source/replay-chain-source.js';
import { type Block, COMMITMENTS } from '../../src/core/chain/block.js';
import { openTestControlStore } from '../support/control-store.js';
import { runIngest } from '../support/ingest.js';
import { hasRecordedBlocks, TIERS } from '../support/recorded.js';

const BYZANTIUM = 4_370_000;
/** Their transactions were recorded without v, r and s. */
const UNSIGNED = [17_173_049, 17_173_050];

async function ingestAll(
  folder: string,
): Promise<{ blocks: readonly Block[]; numbers: readonly number[]; deadLetters: number; story: readonly string[] }> {
  const source = await ReplayChainSource.open(folder, 1, 'max');
  const control = await openTestControlStore();
  try {
    const running = await runIngest(source, control, { from: null });
    await running.drained();
    const blocks = running.events.flatMap((event) => (event.kind === 'block' ? [event.block] : []));
    return { blocks, numbers: source.numbers(), deadLetters: await control.deadLetters.count(), story: running.story };
  } finally {
    await control.close();
  }
}

function statusOf(block: Block): Readonly<Record<string, string>> {
  return Object.fromEntries(COMMITMENTS.map((commitment) => [commitment, block.verification[commitment].status]));
}

/** How many blocks there are of each set of reasons. */
function reasonsOf(blocks: readonly Block[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { partialReasons } of blocks) {
    const key = partialReasons.join(' ');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const ALL_OK = { headerHash: 'ok', transactionsRoot: 'ok', receiptsRoot: 'ok', logsBloom: 'ok' };

if (!hasRecordedBlocks()) {
  it('needs the recorded blocks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('recorded blocks through the whole ingest', () => {
    it.each(Object.entries(TIERS))(
      'tells every block of tier %s once, in order, and none is dead',
      async (_, folder) => {
        const { numbers, story, deadLetters } = await ingestAll(folder);
        expect(story).toEqual(numbers.map((number) => `+${number}`));
        expect(deadLetters).toBe(0);
      },
      120_000,
    );

    it('proves every commitment of tier A from Byzantium on, and says why it cannot before', async () => {
      const { blocks } = await ingestAll(TIERS.A);
      const [before, after] = [blocks.filter(({ number }) => number < BYZANTIUM), blocks.filter(({ number }) => number >= BYZANTIUM)];
      expect([before.length, after.length]).toEqual([18, 46]);
      for (const block of after) expect([block.number, statusOf(block), block.partialReasons]).toEqual([block.number, ALL_OK, []]);
      for (const block of before) {
        expect(statusOf(block)).toEqual({ ...ALL_OK, receiptsRoot: 'unverifiable' });
        expect(block.partialReasons).toEqual(['receiptsRoot-unverifiable']);
      }
    }, 120_000);

    it('proves what tier B has, and names the blocks whose signatures are missing', async () => {
      const { blocks } = await ingestAll(TIERS.B);
      for (const block of blocks) {
        const isUnsigned = UNSIGNED.includes(block.number);
        expect([block.number, statusOf(block)]).toEqual([
          block.number,
          isUnsigned ? { ...ALL_OK, headerHash: 'unverifiable', transactionsRoot: 'unverifiable' } : ALL_OK,
        ]);
      }
      expect(reasonsOf(blocks)).toEqual({ 'no-traces': 13, 'no-traces headerHash-unverifiable transactionsRoot-unverifiable': 2 });
    }, 120_000);

    it('proves the transactions of all of tier C, which has no receipts', async () => {
      const { blocks } = await ingestAll(TIERS.C);
      for (const block of blocks)
        expect([block.number, statusOf(block)]).toEqual([
          block.number,
          { ...ALL_OK, receiptsRoot: 'unverifiable', logsBloom: 'unverifiable' },
        ]);
      expect(reasonsOf(blocks)).toEqual({ 'no-receipts no-traces': 57 });
    }, 120_000);

    it('calls no block of tier D complete', async () => {
      const { blocks } = await ingestAll(TIERS.D);
      expect(reasonsOf(blocks)).toEqual({
        'no-logs headerHash-unverifiable transactionsRoot-unverifiable': 22,
        'no-logs no-gas-used headerHash-unverifiable transactionsRoot-unverifiable': 10,
        'no-gas-used receiptsRoot-unverifiable': 6,
        'receiptsRoot-unverifiable': 6,
      });
      expect(blocks.every(({ transactions }) => transactions.some(({ frames }) => frames !== null))).toBe(true);
    }, 120_000);
  });
}

import { describe, expect, it } from '@jest/globals';
import { overviewOf } from '../../../src/apps/api/chains/overview.js';
import type { CanaryView } from '../../../src/contracts/canary.js';
import type { ChainView } from '../../../src/contracts/chain.js';
import type { OpenIncidents } from '../../../src/ports/control-store.js';

const NOW = 1_700_000_000_000;
const WELL: CanaryView = { everySeconds: 60, alarm: false, chains: [], channels: [] };

function chain(changes: Partial<ChainView> = {}): ChainView {
  return {
    chainId: 1,
    name: 'Ethereum',
    state: 'following',
    detail: null,
    head: 500,
    published: 500,
    analysed: 500,
    alerted: 500,
    behindSeconds: 1,
    coverage: { complete: 500, partial: 0, missing: 0 },
    endpoints: [],
    ...changes,
  };
}

function told(
  chains: readonly ChainView[],
  open: readonly OpenIncidents[] = [],
  headSeenAtMs = NOW - 1_000,
  isRecording = false,
  canary = WELL,
) {
  const seen = new Map(chains.map(({ chainId }) => [chainId, { headSeenAtMs, isRecording }]));
  const { state, sentence } = overviewOf({ chains, seen, open, counts: { blocks: 1, transactions: 1, alerts: 1 }, canary, nowMs: NOW });
  return `${state}: ${sentence}`;
}

const silent = (channelId: string, reason: string | null): CanaryView['channels'][number] => ({
  channelId,
  mode: 'rehearse',
  heardAt: null,
  triedAt: null,
  reason,
  isSilent: true,
});

const incident = (
  severity: OpenIncidents['severity'],
  status: OpenIncidents['status'] = 'open',
  count = 1,
  chainId = 1,
): OpenIncidents => ({
  chainId,
  severity,
  status,
  count,
});

describe('the overview is one true sentence', () => {
  const second = chain({ chainId: 10, name: 'OP Mainnet' });
  it.each([
    ['calm: No open incident; Ethereum is followed, up to the newest block.', told([chain()])],
    ['calm: No open incident; all chains are followed, 3 blocks behind.', told([chain({ analysed: 497 }), second])],
    ['calm: No open incident; Ethereum is read to its end.', told([chain({ state: 'done' })])],
    [
      'attention: 1 open incident on Ethereum, the worst medium; Ethereum is followed, up to the newest block.',
      told([chain()], [incident('medium')]),
    ],
    [
      'danger: 3 open incidents on Ethereum and OP Mainnet, the worst critical; all chains are followed, up to the newest block.',
      told([chain(), second], [incident('low', 'open', 2), incident('critical', 'open', 1, 10)]),
    ],
    [
      'attention: 2 open incidents on Ethereum, the worst high, all acknowledged; Ethereum is followed, up to the newest block.',
      told([chain()], [incident('high', 'acknowledged', 2)]),
    ],
    [
      'danger: 2 open incidents on Ethereum, the worst high, 1 acknowledged; Ethereum is followed, up to the newest block.',
      told([chain()], [incident('high', 'acknowledged'), incident('high')]),
    ],
    ['blind: No open incident; Ethereum is 65 blocks behind.', told([chain({ analysed: 435 })])],
    ['blind: No open incident; Ethereum stopped: another chain.', told([chain({ state: 'failed', detail: 'another chain' })])],
    [
      'blind: No open incident; Ethereum is not read: no endpoint answers.',
      told([chain({ state: 'waiting', detail: 'no endpoint answers' })]),
    ],
    ['blind: No open incident; 1 block of Ethereum not had.', told([chain({ coverage: { complete: 5, partial: 0, missing: 1 } })])],
    ['blind: No open incident; Ethereum has told no new block for 5 minutes.', told([chain()], [], NOW - 300_000)],
    ['blind: No open incident; Ethereum is starting.', told([chain({ analysed: null })])],
    [
      'blind: No open incident; Ethereum stopped: no reason given; 2 blocks of Ethereum not had; OP Mainnet is 100 blocks behind.',
      told([chain({ state: 'failed', coverage: { complete: 0, partial: 0, missing: 2 } }), { ...second, analysed: 400 }]),
    ],
    [
      'calm: No open incident; Ethereum is replayed from a recording, at block 7.',
      told([chain({ analysed: 7, head: 21_000_000 })], [], NOW - 900_000, true),
    ],
    ['blind: No open incident; no chain is watched.', told([])],
    [
      'attention: No open incident; Ethereum is followed, up to the newest block; nothing comes through to the channel oncall (HTTP 500).',
      told([chain()], [], undefined, false, { ...WELL, channels: [silent('oncall', 'HTTP 500')] }),
    ],
    [
      'danger: 1 open incident on Ethereum, the worst high; Ethereum is followed, up to the newest block; alerts may not be delivered: nothing comes through from Ethereum.',
      told([chain()], [incident('high')], undefined, false, {
        ...WELL,
        chains: [{ chainId: 1, heardAt: null, isSilent: true }],
        channels: [silent('a', null), silent('b', null)],
      }),
    ],
    [
      'blind: 1 open incident on Ethereum, the worst critical; Ethereum is starting.',
      told([chain({ state: 'starting' })], [incident('critical')]),
    ],
  ])('%s', (expected, sentence) => expect(sentence).toBe(expected));
});

import type { ChainStatus } from '../../../src/apps/api/api-parts.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { addressOf, framesOf, movement, type Told, type ToldBlock } from './story.js';

export const ETHEREUM = 1;
export const BASE = 8_453;
const FIRST = 22_431_080;
export const LAST = 22_431_259;
const BASE_FIRST = 31_004_400;
export const BASE_LAST = BASE_FIRST + 119;
export const MISSING = { from: 22_431_170, to: 22_431_175 } as const;
export const ATTACK_BLOCK = LAST - 3;

export const VICTIM: Address = addressOf('lending pool');
export const ATTACKER: Address = addressOf('attacker');
const POOL: Address = addressOf('pair');
const LENDER: Address = addressOf('flash lender');
/** USDC on Ethereum: its decimals are known to the pages, those of the other are not. */
const USD: Address = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const COIN: Address = addressOf('coin');
/** Two addresses that people would take for one: only the middle differs. */
export const FRIEND: Address = '0x5a1e4c60f2b77d1e9c0a83b5d1442fce91b39d21';
export const IMITATION: Address = '0x5a1eb8d90034c1aa57ef60912fce88aa1d0c9d21';

export const CHAINS: readonly ChainStatus[] = [
  {
    chainId: ETHEREUM,
    name: 'Ethereum',
    state: 'following',
    detail: null,
    head: LAST,
    published: LAST,
    headSeenAtMs: Date.now(),
    endpoints: [
      { url: 'wss://node-a.example', score: 0.98, latencyMs: 14, errors: 0, mismatches: 0, connected: true },
      { url: 'https://node-b.example', score: 0.41, latencyMs: 212, errors: 37, mismatches: 2, connected: false },
    ],
  },
  {
    chainId: BASE,
    name: 'Base',
    state: 'following',
    detail: null,
    head: BASE_LAST + 1,
    published: BASE_LAST,
    headSeenAtMs: Date.now(),
    endpoints: [{ url: 'wss://base.example', score: 1, latencyMs: 9, errors: 0, mismatches: 0, connected: true }],
  },
];

/** The same numbers in every run, spread like risks are: mostly low. */
function riskOf(number: number): number {
  const unit = ((number * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
  return Math.round(10 * (18 + 68 * unit ** 2.2)) / 10;
}

const CALLS: readonly (readonly [number, Address, Address, Hex, boolean?])[] = [
  [0, ATTACKER, addressOf('attack contract'), '0x3593564c'],
  [1, addressOf('attack contract'), LENDER, '0x5cffe9de'],
  [2, LENDER, USD, '0xa9059cbb'],
  [2, LENDER, addressOf('attack contract'), '0x23e30c8b'],
  [3, addressOf('attack contract'), USD, '0x095ea7b3'],
  [3, addressOf('attack contract'), POOL, '0x022c0d9f'],
  [4, POOL, USD, '0x70a08231'],
  [4, POOL, COIN, '0xa9059cbb'],
  [3, addressOf('attack contract'), VICTIM, '0x9c1fd5f2', true],
  [4, VICTIM, POOL, '0x0902f1ac', true],
  [3, addressOf('attack contract'), VICTIM, '0xc5ebeaec'],
  [4, VICTIM, POOL, '0x0902f1ac'],
  [4, VICTIM, USD, '0xa9059cbb'],
  [3, addressOf('attack contract'), POOL, '0x022c0d9f'],
  [4, POOL, USD, '0xa9059cbb'],
  [3, addressOf('attack contract'), USD, '0xa9059cbb'],
  [1, addressOf('attack contract'), USD, '0xa9059cbb'],
];

const USD_UNIT = 10n ** 6n;
const COIN_UNIT = 10n ** 18n;

export const ATTACK: Told = {
  detector: 'flash-loan-price-move',
  stage: 'exploit',
  title: 'Flash loan with a large price move',
  severity: 'critical',
  summary: `With a flash loan from ${LENDER.slice(0, 6)}…${LENDER.slice(-4)}, ${ATTACKER.slice(0, 6)}…${ATTACKER.slice(-4)} moved the price in pool ${POOL.slice(0, 6)}…${POOL.slice(-4)} 14.2-fold and back.`,
  subject: { address: POOL, role: 'pool' },
  parties: [
    { address: VICTIM, role: 'victim' },
    { address: ATTACKER, role: 'attacker' },
    { address: LENDER, role: 'lender' },
  ],
  reasons: [
    { id: 'flash-loan', text: 'A flash loan (erc3156) was taken and repaid in this transaction.' },
    { id: 'price-move', text: 'The pool’s price moved 14.20-fold and came back.', value: 14.2, usual: 'below 1.02 in one transaction' },
    { id: 'feature-B-swaps', text: 'Unusually high: swaps on one pool.', feature: 'B-swaps', value: 2.4, usual: '0 to 1' },
  ],
  evidence: { pool: POOL, priceRatio: 14.2, netRatio: 1.01, lender: LENDER, protocol: 'erc3156', poolsMoved: 1 },
  risk: 99.4,
  frames: framesOf(CALLS),
  transfers: [
    movement(LENDER, addressOf('attack contract'), USD, 8_000_000n * USD_UNIT),
    movement(addressOf('attack contract'), POOL, USD, 8_000_000n * USD_UNIT),
    movement(POOL, addressOf('attack contract'), COIN, 91_200n * COIN_UNIT),
    movement(VICTIM, addressOf('attack contract'), USD, 3_412_889n * USD_UNIT),
    movement(addressOf('attack contract'), POOL, COIN, 91_200n * COIN_UNIT),
    movement(POOL, addressOf('attack contract'), USD, 7_996_000n * USD_UNIT),
    movement(addressOf('attack contract'), LENDER, USD, 8_004_000n * USD_UNIT),
    movement(addressOf('attack contract'), ATTACKER, USD, 3_404_889n * USD_UNIT),
  ],
};

function approval(at: number): Told {
  const [owner, spender] = [addressOf(`wallet ${at}`), addressOf('drainer')];
  return {
    detector: 'approval-unlimited-to-eoa',
    stage: 'user',
    title: 'Unlimited token approval to an externally owned account',
    severity: 'high',
    summary: `${owner.slice(0, 6)}…${owner.slice(-4)} lets ${spender.slice(0, 6)}…${spender.slice(-4)}, an account without code, take all of its ${USD.slice(0, 6)}…${USD.slice(-4)}.`,
    subject: { address: owner, role: 'victim' },
    parties: [
      { address: spender, role: 'spender' },
      { address: USD, role: 'token' },
    ],
    reasons: [
      { id: 'unlimited', text: 'The allowance has no practical limit.' },
      { id: 'spender-has-no-code', text: 'The spender is a plain account: no protocol needs that, drainers do.' },
    ],
    evidence: { token: USD, spender, amount: (2n ** 256n - 1n).toString(), kind: 'erc20' },
    risk: 71.3,
  };
}

const POISONING: Told = {
  detector: 'address-poisoning-zero-value',
  stage: 'user',
  title: 'Look-alike address in a transfer of nothing',
  severity: 'medium',
  summary: 'A transfer of nothing puts 0x5a1e…9d21, which looks like a known counterparty, into the history of a wallet.',
  subject: { address: FRIEND, role: 'victim' },
  parties: [{ address: IMITATION, role: 'attacker' }],
  reasons: [{ id: 'look-alike', text: 'The first and last four digits equal those of an earlier counterparty.' }],
  evidence: { imitated: FRIEND, imitation: IMITATION },
  risk: 44,
};

function anomaly(at: number): Told {
  const contract = addressOf(`contract ${at}`);
  return {
    detector: 'score-anomaly',
    stage: 'score',
    title: 'Transaction unlike the chain’s traffic',
    severity: at % 3 === 0 ? 'medium' : 'low',
    summary: `A transaction of ${contract.slice(0, 6)}…${contract.slice(-4)} scores 98 of 100: the number of inner calls stands out most.`,
    subject: { address: contract, role: 'contract' },
    parties: [{ address: addressOf(`sender ${at}`), role: 'sender' }],
    reasons: [{ id: 'feature-C-frames', text: 'Unusually high: inner calls.', feature: 'C-frames', value: 812, usual: '1 to 40' }],
    evidence: { risk: 98, budgetRisk: 97.5, warm: true },
    risk: 98,
  };
}

/** A transaction of two thousand calls, as many as are kept. */
export const DEEP_BLOCK = { chainId: ETHEREUM, number: LAST - 70 } as const;
const DEEP: Told = {
  ...anomaly(3),
  frames: framesOf([
    [0, ATTACKER, POOL, '0xac9650d8'],
    ...Array.from({ length: 1_999 }, (_, at): (typeof CALLS)[number] => [1 + (at % 9), POOL, VICTIM, '0x0902f1ac']),
  ]),
};

function findingsAt(number: number): readonly Told[] {
  if (number === ATTACK_BLOCK) return [ATTACK];
  if (number === LAST - 40) return [POISONING];
  if (number === DEEP_BLOCK.number) return [DEEP];
  if (number % 31 === 5) return [approval(number)];
  return number % 23 === 7 ? [anomaly(number)] : [];
}

/** Two chains of the last half hour: one under attack with a hole in its coverage, one calm. */
export function townBlocks(nowS: number): readonly ToldBlock[] {
  const blocks: ToldBlock[] = [];
  for (let number = FIRST; number <= LAST; number += 1) {
    if (number >= MISSING.from && number <= MISSING.to) continue;
    const findings = findingsAt(number);
    blocks.push({
      chainId: ETHEREUM,
      number,
      timestamp: nowS - (LAST - number) * 12,
      maxRisk: Math.max(riskOf(number), ...findings.map(({ risk }) => risk ?? 0)),
      partialReasons: number >= FIRST + 30 && number < FIRST + 42 ? ['no-traces'] : [],
      findings,
    });
  }
  for (let number = BASE_FIRST; number <= BASE_LAST; number += 1)
    blocks.push({ chainId: BASE, number, timestamp: nowS - (BASE_LAST - number) * 2, maxRisk: riskOf(number) / 1.3, transactions: 90 });
  return blocks;
}

/** One more block after the town's last, with one more finding. */
export function laterBlock(step: number, nowS: number): ToldBlock {
  return { chainId: ETHEREUM, number: LAST + step, timestamp: nowS, maxRisk: 71.3, findings: [approval(900 + step)] };
}

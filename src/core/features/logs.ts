import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import type { InspectedTransaction } from '../detect/detector.js';
import { type Feature, feature, magnitude, zScore } from './feature.js';
import { chainOf, usdOf } from './usd.js';

/** Group B: what the logs say. Masked where there are no receipts. */

const UNLIMITED = 2n ** 128n;

/** Largest move of a V2 price within the transaction, as a log ratio. */
function spotMove(tx: InspectedTransaction, before: (pool: string) => number | null): number {
  const prices = new Map<string, [number, number]>();
  for (const { pool, reserve0, reserve1 } of tx.decoded.syncs) {
    const price = Math.log(Number(reserve1) + 1) - Math.log(Number(reserve0) + 1);
    const start = before(pool) ?? price;
    const [low, high] = prices.get(pool) ?? [start, start];
    prices.set(pool, [Math.min(low, price), Math.max(high, price)]);
  }
  let move = 0;
  for (const [low, high] of prices.values()) move = Math.max(move, high - low);
  return move;
}

export const LOG_FEATURES: readonly Feature[] = [
  feature('B01_n_logs_log', 'up', 'events emitted (log)', ({ tx }) => (tx.receipt === null ? null : magnitude(tx.receipt.logs.length))),
  feature('B02_n_emitters_log', 'up', 'contracts that emitted events (log)', ({ logs }) => logs && magnitude(logs.emitters)),
  feature('B03_n_transfers_log', 'up', 'movements of value (log)', ({ tx, logs }) => logs && magnitude(tx.decoded.transfers.length)),
  feature('B04_n_tokens', 'up', 'different tokens moved (log)', ({ logs }) => logs && magnitude(logs.tokens)),
  feature('B05_max_fan_in', 'up', 'transfers to one address (log)', ({ logs }) => logs && magnitude(logs.maxFanIn)),
  feature('B06_max_fan_out', 'up', 'transfers from one address (log)', ({ logs }) => logs && magnitude(logs.maxFanOut)),
  feature('B07_n_approvals', 'up', 'approvals given (log)', ({ tx, logs }) => logs && magnitude(tx.decoded.approvals.length)),
  feature(
    'B08_unlimited_approvals',
    'up',
    'approvals without a limit (log)',
    ({ tx, logs }) => logs && magnitude(tx.decoded.approvals.filter(({ amount }) => amount >= UNLIMITED).length),
  ),
  feature(
    'B09_approval_to_account',
    'flag',
    'lets an account that sends transactions itself take tokens',
    ({ tx, logs, history }) =>
      logs && (tx.decoded.approvals.some(({ amount, spender }) => amount > 0n && history.sentCount(spender) > 0) ? 1 : 0),
  ),
  feature('B10_allowed_then_taken_log', 'down', 'time from the owner’s approval to the taking (log of seconds)', (context) => {
    const { tx, logs, history, timestamp } = context;
    if (logs === null) return null;
    let shortest: number | null = null;
    for (const { standard, token, from } of tx.decoded.transfers) {
      if (standard === 'native' || from === tx.from) continue;
      // Who calls the token takes; else it is the contract that was called.
      const spender = token === tx.to ? tx.from : tx.to;
      const allowedAt = spender === null ? null : history.approvedAt(from, spender);
      if (allowedAt !== null) shortest = Math.min(shortest ?? Number.POSITIVE_INFINITY, timestamp - allowedAt);
    }
    return shortest === null ? null : magnitude(shortest);
  }),
  feature('B11_n_swaps', 'up', 'swaps (log)', ({ tx, logs }) => logs && magnitude(tx.decoded.swaps.length)),
  feature('B12_n_pools', 'up', 'pools swapped in (log)', ({ logs }) => logs && magnitude(logs.pools)),
  feature(
    'B13_same_pool_roundtrips',
    'up',
    'pools swapped in both directions (log)',
    ({ logs }) => logs && magnitude(logs.samePoolRoundtrips),
  ),
  feature('B14_n_mint_burn', 'up', 'tokens minted or burnt (log)', ({ logs }) => logs && magnitude(logs.mintsAndBurns)),
  feature('B15_vault_events', 'up', 'vault deposits and withdrawals (log)', ({ tx, logs }) => logs && magnitude(tx.decoded.vaults.length)),
  feature('B16_flash_loans', 'up', 'flash loans taken (log)', ({ tx, logs }) => logs && magnitude(tx.decoded.flashLoans.length)),
  feature('B17_flash_loan_share', 'up', 'largest share of a lender’s seen holdings that a flash loan takes (log)', (context) => {
    const { tx, logs, history } = context;
    if (logs === null) return null;
    let share = 0;
    for (const { lender, token, amount } of tx.decoded.flashLoans) {
      const held = token === null || amount === null ? null : history.holdingsOf(lender, token);
      if (held !== null && held > 0n) share = Math.max(share, Number(amount) / Number(held));
    }
    return magnitude(share);
  }),
  feature('B19_max_outflow_usd_log', 'up', 'most that one address other than the sender loses, in USD (log)', (context) => {
    const { tx, logs } = context;
    if (logs === null) return null;
    const chainId = chainOf(context);
    const lost = new Map<Address, number>();
    for (const { standard, from, to, token, amount } of tx.decoded.transfers) {
      if (standard !== 'erc20' && standard !== 'native') continue;
      const usd = usdOf([[token, amount]], chainId);
      if (usd === 0) continue;
      lost.set(from, (lost.get(from) ?? 0) + usd);
      lost.set(to, (lost.get(to) ?? 0) - usd);
    }
    lost.delete(tx.from);
    lost.delete(NATIVE);
    return magnitude(Math.max(0, ...lost.values()));
  }),
  feature(
    'B20_max_outflow_frac_of_balance',
    'up',
    'largest share of an address’s seen holdings that left',
    ({ outflows }) => outflows?.share ?? null,
  ),
  feature('B21_amount_z_of_token', 'up', 'most unusual amount of a token', ({ tx, logs, state }) => {
    if (logs === null) return null;
    let highest: number | null = null;
    for (const { standard, token, amount } of tx.decoded.transfers) {
      const usual = standard === 'erc20' ? state.amountsOf(token) : undefined;
      if (usual === undefined) continue;
      const z = zScore(Math.log1p(Number(amount)), usual.mean, usual.m2, usual.count, 20);
      if (z !== null) highest = Math.max(highest ?? 0, z);
    }
    return highest;
  }),
  feature('B22_zero_value_transfers', 'up', 'transfers of nothing (log)', ({ logs }) => logs && magnitude(logs.zeroValue)),
  feature('B23_lookalike_recipient', 'flag', 'pays a look-alike of a known counterparty', ({ logs }) => logs && (logs.lookalike ? 1 : 0)),
  feature(
    'B24_max_spot_price_move',
    'up',
    'largest price move of a pool (log ratio)',
    ({ tx, logs, state }) =>
      logs &&
      spotMove(tx, (pool) => {
        const known = state.history.reservesOf(pool as `0x${string}`);
        return known === null ? null : Math.log(Number(known.reserve1) + 1) - Math.log(Number(known.reserve0) + 1);
      }),
  ),
  feature('B25_share_price_jump', 'up', 'largest change of a vault’s share price (log ratio)', ({ tx, logs, history }) => {
    if (logs === null) return null;
    let jump = 0;
    for (const { vault, assets, shares } of tx.decoded.vaults) {
      const before = history.shareValueOf(vault);
      if (before === null || before <= 0 || shares <= 0n || assets <= 0n) continue;
      jump = Math.max(jump, Math.abs(Math.log(Number(assets) / Number(shares) / before)));
    }
    return jump;
  }),
  feature('B26_admin_events', 'up', 'events by which control moves', ({ tx, logs }) => logs && magnitude(tx.decoded.admin.length), {
    isInput: false,
  }),
];

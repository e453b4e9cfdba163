import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import { FLASH_CALLBACKS } from '../chain/flash-callbacks.js';
import { NOBODY } from '../chain/nobody.js';
import { BORROWS, LENDING, SWAPS, VAULTS } from '../trace/selectors.js';
import { type Net, TRANSFER } from '../trace/token-flows.js';
import { onlyGains, type TraceFacts } from '../trace/trace-facts.js';
import { type Feature, magnitude } from './feature.js';
import { flowFeature } from './trace-feature.js';
import { chainOf, usdOf } from './usd.js';

/** Called contracts outside of the sender's side that lost tokens and received none. */
function losers(flow: TraceFacts): readonly Net[] {
  const found: Net[] = [];
  for (const [party, net] of flow.byParty) {
    if (flow.cluster.has(party) || party === NOBODY || flow.isSilent(party)) continue;
    const amounts = [...net.values()];
    if (amounts.some((amount) => amount < -10n) && !amounts.some((amount) => amount > 10n)) found.push(net);
  }
  return found;
}

function distinct<T>(items: Iterable<T>): number {
  return new Set(items).size;
}

/** Contracts through which at least two tokens went both in and out. */
function roundTrips({ flows, cluster }: TraceFacts): number {
  const ways = new Map<Address, Map<Address, number>>();
  const note = (party: Address, token: Address, way: 1 | 2) => {
    if (cluster.has(party) || party === NOBODY) return;
    const own = ways.get(party) ?? new Map<Address, number>();
    if (own.size === 0) ways.set(party, own);
    own.set(token, (own.get(token) ?? 0) | way);
  };
  for (const { token, from, to, kind } of flows) {
    if (kind === 'wrap' || kind === 'unwrap') continue;
    note(from, token, 2);
    note(to, token, 1);
  }
  return [...ways.values()].filter((tokens) => [...tokens.values()].filter((way) => way === 3).length >= 2).length;
}

/** How often the sender's side makes the same outside call most often; plain transfers and approvals apart. */
function mostRepeated({ outgoing }: TraceFacts): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const { to, selector, input } of outgoing) {
    if (input === '0x' || selector === TRANSFER || selector === '0x095ea7b3') continue;
    const key = `${to}${selector}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > most) most = count;
  }
  return most;
}

/** Tokens that the sender's side gives to a contract that is not called afterwards. */
function gifts({
  flows,
  calls,
  cluster,
  isSilent,
}: Pick<TraceFacts, 'flows' | 'calls' | 'cluster'> & { isSilent(address: Address): boolean }): number {
  return flows.filter(
    ({ kind, from, to, at }) =>
      kind === 'transfer' &&
      cluster.has(from) &&
      !cluster.has(to) &&
      !isSilent(to) &&
      !calls.some((call) => call.index > at && call.kind === 'CALL' && call.to === to),
  ).length;
}

/** Kinds of protocols that were touched: flash loans, swaps, lenders, vaults, borrowing. */
function kindsOfProtocols({ calls }: TraceFacts): number {
  const kinds = [FLASH_CALLBACKS, SWAPS, LENDING, VAULTS, BORROWS];
  return kinds.filter((functions) => calls.some(({ selector }) => functions.has(selector))).length;
}

/** Group G: where value comes from and goes, who called whom back, what was asked and moved. Masked where there is no trace, or all of it was undone. */
export const FLOW_FEATURES: readonly Feature[] = [
  flowFeature('G01_net_usd_log', 'up', 'gain of the sender’s side in USD (log)', (flow, context) =>
    magnitude(usdOf(flow.clusterNet.net, chainOf(context))),
  ),
  flowFeature('G02_gross_usd_log', 'up', 'USD that came to the sender’s side (log)', (flow, context) =>
    magnitude(usdOf(flow.clusterNet.gross, chainOf(context))),
  ),
  flowFeature('G03_onesided_losers', 'up', 'called contracts that only lost', (flow) => losers(flow).length),
  flowFeature('G04_onesided_usd_log', 'up', 'largest one-sided loss in USD (log)', (flow, context) =>
    magnitude(Math.max(0, ...losers(flow).map((net) => -usdOf(net, chainOf(context))))),
  ),
  flowFeature('G05_entry_bytes_log', 'down', 'bytes handed to the first contract (log)', ({ calls, isCreation }) =>
    isCreation || calls.length < 2 ? null : magnitude(((calls[0]?.input.length ?? 2) - 2) / 2),
  ),
  flowFeature('G06_payers_of_entry', 'up', 'different payers of the first contract (log)', ({ flows, entry }) =>
    magnitude(distinct(flows.flatMap(({ from, to }) => (to === entry ? [from] : [])))),
  ),
  flowFeature('G07_sender_only_gains', 'up', 'whether the sender itself only gains', ({ ownNet }) => (onlyGains(ownNet) ? 1 : 0)),
  flowFeature('G08_tokens_given', 'down', 'tokens that the sender itself gave, of those who move any', ({ ownNet, flows }) =>
    flows.length < 3 ? null : ownNet.lost.length,
  ),
  flowFeature(
    'G09_flash_callbacks',
    'up',
    'calls back that hand over a flash loan',
    ({ flashLoans }) => flashLoans.filter(({ by }) => by === 'call-back').length,
  ),
  flowFeature(
    'G10_flash_loans_by_shape',
    'up',
    'loans by money that goes and comes',
    ({ flashLoans }) => flashLoans.filter(({ by }) => by === 'shape').length,
  ),
  flowFeature('G11_callback_functions', 'up', 'functions by which others call the sender’s side back', ({ calls, cluster }) =>
    distinct(
      calls.flatMap(({ kind, from, to, input, selector }) =>
        kind === 'CALL' && to !== null && cluster.has(to) && !cluster.has(from) && input !== '0x' ? [selector] : [],
      ),
    ),
  ),
  flowFeature('G12_max_repeats_log', 'up', 'times that the sender’s side made the same outside call (log)', (flow) =>
    magnitude(mostRepeated(flow)),
  ),
  flowFeature('G13_side_only_gains', 'up', 'whether the sender’s side only gains', ({ clusterNet }) => (onlyGains(clusterNet) ? 1 : 0)),
  flowFeature('G14_protocol_kinds', 'up', 'kinds of protocols touched', kindsOfProtocols),
  flowFeature('G15_round_trips', 'up', 'contracts through which tokens went both ways', roundTrips),
  flowFeature('G16_lend_vault_functions', 'up', 'functions of lenders and vaults called', ({ calls }) =>
    distinct(
      calls.flatMap(({ kind, to, selector }) =>
        kind === 'CALL' && (LENDING.has(selector) || VAULTS.has(selector)) ? [`${to}${selector}`] : [],
      ),
    ),
  ),
  flowFeature('G17_flash_usd_log', 'up', 'largest flash loan in USD (log)', ({ flashLoans }, context) =>
    magnitude(
      Math.max(
        0,
        ...flashLoans.map(({ token, amount }) =>
          token === null || amount === null ? 0 : usdOf(new Map([[token, amount]]), chainOf(context)),
        ),
      ),
    ),
  ),
  flowFeature('G18_callees_per_call', 'down', 'different contracts for each call', ({ calls }) =>
    calls.length < 5 ? null : distinct(calls.map(({ to }) => to)) / calls.length,
  ),
  flowFeature('G19_answer_move', 'up', 'move of an answer to the same question (log)', ({ prices }) => Math.min(20, prices.anyView)),
  flowFeature('G20_gifts', 'up', 'gifts to contracts', (flow) =>
    gifts({ flows: flow.flows, calls: flow.calls, cluster: flow.cluster, isSilent: (address) => flow.isSilent(address) }),
  ),
  flowFeature('G21_supply_move', 'up', 'move of a supply (log)', ({ prices }) => Math.min(20, prices.supply)),
  flowFeature('G22_oracle_reads', 'up', 'reads of a pool that was traded before (log)', ({ oracleReads }) => magnitude(oracleReads.length)),
  flowFeature('G23_both_ways', 'up', 'whether a pool was traded both ways', ({ bothWays }) => (bothWays === null ? 0 : 1)),
  flowFeature('G24_flow_tokens_log', 'up', 'tokens moved, by calls (log)', ({ flows }) =>
    magnitude(distinct(flows.map(({ token }) => token))),
  ),
  flowFeature('G25_flows_log', 'up', 'movements of value, by calls (log)', ({ flows }) => magnitude(flows.length)),
  flowFeature('G26_price_view_move', 'up', 'move of an answer to a question for a price (log)', ({ prices }) => Math.min(20, prices.view)),
  flowFeature('G27_reentries_log', 'up', 'times that a contract was entered again (log)', ({ reentries }) => magnitude(reentries.length)),
  flowFeature('G28_pool_move', 'up', 'move of a pool’s price (log)', ({ prices }) => Math.min(20, prices.pool)),
  flowFeature('G29_native_gain_log', 'up', 'coins that the sender’s side gained (log)', ({ clusterNet }) =>
    magnitude(Number(clusterNet.net.get(NATIVE) ?? 0n) / 1e18),
  ),
];

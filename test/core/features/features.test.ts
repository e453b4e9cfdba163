import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import type { LabelCategory } from '../../../src/core/detect/detector.js';
import { SEVERITIES } from '../../../src/core/detect/finding.js';
import { FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../../../src/core/features/schema.js';
import type { FindingNote } from '../../../src/core/state/state-table.js';
import {
  address,
  approvalLog,
  type CallTree,
  flashLoanLog,
  swapV3Log,
  syncLog,
  TOKEN,
  type TransactionParts,
  transferLog,
  UNLIMITED,
  upgradedLog,
  VICTIM,
} from '../../support/build-transaction.js';
import { ask, calldata, getReserves, swapV2, transfer, transferFrom } from '../../support/calls.js';
import { addressInCode, type CodeParts, codeOf, FLASH_SELECTORS } from '../../support/code.js';
import { MINER, readFeature, type Scene } from './read-feature.js';

const SENDER = address('sender');
const CONTRACT = address('contract');
const POOL = address('pool');
const ZERO = `0x${'0'.repeat(40)}` as const;

const many = <T>(count: number, make: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => make(i));
const calling = (calls: readonly CallTree[], more: Partial<CallTree> = {}): TransactionParts => ({
  trace: { to: CONTRACT, calls, ...more },
});
const calls = (count: number, parts: TransactionParts = {}) =>
  many(count, () => ({ from: SENDER, to: CONTRACT, input: '0x12345678' as Hex, ...parts }));
const input = (hex: string): Hex => `0x${hex}`;
const padded = (count: number, byte: string): Hex => input(byte.repeat(count));
const vaultLog = () => ({
  address: address('vault'),
  topics: ['0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7', `0x${'0'.repeat(64)}`, `0x${'0'.repeat(64)}`] as Hex[],
  data: input('00'.repeat(64)),
});
const wei = (gwei: number) => BigInt(gwei) * 10n ** 9n;
/** Nested calls, each of the next one. */
const nested = (depth: number): readonly CallTree[] => (depth === 0 ? [] : [{ to: address(`level${depth}`), calls: nested(depth - 1) }]);
const history = (count: number): Scene => ({ before: calls(count), tx: { from: SENDER, to: CONTRACT, input: '0x12345678' } });

const VAULT = address('vault');
/** A dollar of mainnet whose price and decimals are known. */
const DOLLAR = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
/** A flash call-back, a swap, a lender, a vault, a loan. */
const KINDS: readonly Hex[] = ['0x10d1e85c', '0x022c0d9f', '0xa0712d68', '0xb6b55f25', '0xc5ebeaec'];
const paying = (payment: CallTree, by: Hex = VAULT): CallTree => ({ to: by, selector: '0x12345678', calls: [payment] });
const shapedLoan = (lender: Hex, token: Hex, amount: bigint): CallTree => ({
  to: lender,
  selector: '0x11223344',
  calls: [
    transfer(token, CONTRACT, amount),
    { to: CONTRACT, selector: '0x55667788', calls: [{ to: VAULT }, { to: VAULT }, transfer(token, lender, amount)] },
  ],
});
const toAndFro = (pool: Hex): readonly CallTree[] => [
  transfer(TOKEN, pool, 100n),
  { to: pool, calls: [transfer(TOKEN, CONTRACT, 50n), transfer(DOLLAR, CONTRACT, 50n)] },
  transfer(DOLLAR, pool, 100n),
];

/** For each feature a family of scenes that grows with n, and which way the value must go: `up` never falls, `down` never rises. */
const FAMILIES: Readonly<Record<string, readonly ['up' | 'down', (n: number) => Scene]>> = {
  A01_value_log: ['up', (n) => ({ tx: { valueWei: wei(n) } })],
  A02_gas_used_log: ['up', (n) => ({ receipt: { gasUsed: n * 1_000 } })],
  A03_gas_limit_log: ['up', (n) => ({ fields: { gasLimit: n * 1_000 } })],
  A04_gas_used_ratio: ['up', (n) => ({ fields: { gasLimit: 1_000 }, receipt: { gasUsed: n * 30 } })],
  A05_gas_price_pct_in_block: ['up', (n) => ({ receipt: { effectiveGasPriceWei: wei(n) }, beside: many(5, () => ({})) })],
  A06_priority_fee_log: ['up', (n) => ({ receipt: { effectiveGasPriceWei: wei(n + 1) }, baseFeeWei: wei(1) })],
  A07_coinbase_payment_log: ['up', (n) => ({ tx: calling([{ to: MINER, valueWei: wei(n) }]) })],
  A08_index_in_block_frac: ['up', (n) => ({ fields: { index: n }, beside: many(40, () => ({})) })],
  A09_calldata_len_log: ['up', (n) => ({ tx: { input: padded(n, '00') } })],
  A10_calldata_nonzero_ratio: ['up', (n) => ({ tx: { input: input('ff'.repeat(n) + '00'.repeat(40 - n)) } })],
  A11_calldata_entropy: ['up', (n) => ({ tx: { input: input(many(2 ** Math.min(4, n), (i) => i.toString(16).repeat(2)).join('')) } })],
  A12_selector_rarity_global: [
    'down',
    (n) => ({ before: [...calls(40 - n, { input: '0xffffffff' }), ...calls(n)], tx: { input: '0x12345678' } }),
  ],
  A13_is_create: ['up', (n) => ({ tx: n > 0 ? { to: null, creates: CONTRACT } : {} })],
  A14_reverted: ['up', (n) => ({ tx: { status: n > 0 ? 0 : 1 } })],
  A15_is_set_code_or_blob: ['up', (n) => ({ fields: { type: Math.min(4, n) } })],
  A16_auth_list_len: [
    'up',
    (n) => ({
      fields: {
        authorizationList: many(n, () => ({ chainId: 1n, address: CONTRACT, nonce: 0n, yParity: 0, r: '0x1', s: '0x1', authority: null })),
      },
    }),
  ],
  A17_nonce_log: ['up', (n) => ({ fields: { nonce: n } })],
  A19_access_list_len: ['up', (n) => ({ fields: { accessList: many(n, () => ({ address: CONTRACT, storageKeys: [] })) } })],
  B01_n_logs_log: ['up', (n) => ({ tx: { logs: many(n, () => transferLog(TOKEN, SENDER, VICTIM, 1n)) } })],
  B02_n_emitters_log: ['up', (n) => ({ tx: { logs: many(n, (i) => transferLog(address(`t${i}`), SENDER, VICTIM, 1n)) } })],
  B03_n_transfers_log: ['up', (n) => ({ tx: { logs: many(n, () => transferLog(TOKEN, SENDER, VICTIM, 1n)) } })],
  B04_n_tokens: ['up', (n) => ({ tx: { logs: many(n, (i) => transferLog(address(`t${i}`), SENDER, VICTIM, 1n)) } })],
  B05_max_fan_in: ['up', (n) => ({ tx: { logs: many(n, (i) => transferLog(TOKEN, address(`p${i}`), VICTIM, 1n)) } })],
  B06_max_fan_out: ['up', (n) => ({ tx: { logs: many(n, (i) => transferLog(TOKEN, SENDER, address(`p${i}`), 1n)) } })],
  B07_n_approvals: ['up', (n) => ({ tx: { logs: many(n, () => approvalLog(TOKEN, SENDER, CONTRACT, 1n)) } })],
  B08_unlimited_approvals: ['up', (n) => ({ tx: { logs: many(n, () => approvalLog(TOKEN, SENDER, CONTRACT, UNLIMITED)) } })],
  B09_approval_to_account: [
    'up',
    (n) => ({ before: [{ from: VICTIM }], tx: { logs: [approvalLog(TOKEN, SENDER, n > 0 ? VICTIM : CONTRACT, 1n)] } }),
  ],
  B10_allowed_then_taken_log: [
    'up',
    (n) => ({
      before: [{ from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, SENDER, 5n)] }],
      sinceS: n * 60,
      tx: { from: SENDER, to: TOKEN, logs: [transferLog(TOKEN, VICTIM, SENDER, 1n)] },
    }),
  ],
  B11_n_swaps: ['up', (n) => ({ tx: { logs: many(n, () => swapV3Log(POOL, 2n ** 96n)) } })],
  B12_n_pools: ['up', (n) => ({ tx: { logs: many(n, (i) => swapV3Log(address(`pool${i}`), 2n ** 96n)) } })],
  B13_same_pool_roundtrips: [
    'up',
    (n) => ({ tx: { logs: many(n, (i) => [swapV3Log(address(`p${i}`), 2n ** 96n), reversed(address(`p${i}`))]).flat() } }),
  ],
  B14_n_mint_burn: ['up', (n) => ({ tx: { logs: many(n, () => transferLog(TOKEN, ZERO, VICTIM, 1n)) } })],
  B15_vault_events: ['up', (n) => ({ tx: { logs: many(n, vaultLog) } })],
  B16_flash_loans: ['up', (n) => ({ tx: { logs: many(n, () => flashLoanLog(POOL, CONTRACT, TOKEN, 1n)) } })],
  B17_flash_loan_share: [
    'up',
    (n) => ({
      before: [{ logs: [transferLog(TOKEN, VICTIM, POOL, 100n)] }],
      tx: { logs: [flashLoanLog(POOL, CONTRACT, TOKEN, BigInt(n))] },
    }),
  ],
  B19_max_outflow_usd_log: ['up', (n) => ({ tx: { logs: [transferLog(DOLLAR, VICTIM, CONTRACT, BigInt(n) * 10n ** 6n)] } })],
  B20_max_outflow_frac_of_balance: [
    'up',
    (n) => ({
      before: [{ logs: [transferLog(TOKEN, SENDER, VICTIM, 100n)] }],
      tx: { logs: [transferLog(TOKEN, VICTIM, CONTRACT, BigInt(n))] },
    }),
  ],
  B21_amount_z_of_token: [
    'up',
    (n) => ({
      before: many(25, (i) => ({ logs: [transferLog(TOKEN, SENDER, VICTIM, 100n + BigInt(i))] })),
      tx: { logs: [transferLog(TOKEN, SENDER, VICTIM, 100n + BigInt(n) * 10n)] },
    }),
  ],
  B22_zero_value_transfers: ['up', (n) => ({ tx: { logs: many(n, () => transferLog(TOKEN, VICTIM, SENDER, 0n)) } })],
  B23_lookalike_recipient: [
    'up',
    (n) => ({
      before: [{ from: VICTIM, logs: [transferLog(TOKEN, VICTIM, '0xabcd000000000000000000000000000000001234', 5n)] }],
      tx: { logs: [transferLog(TOKEN, VICTIM, n > 0 ? '0xabcdffffffffffffffffffffffffffffffff1234' : SENDER, 0n)] },
    }),
  ],
  B24_max_spot_price_move: [
    'up',
    (n) => ({ tx: { logs: [syncLog(POOL, 1_000n, 1_000n), syncLog(POOL, 1_000n, 1_000n + BigInt(n) * 100n)] } }),
  ],
  B25_share_price_jump: [
    'up',
    (n) => ({ before: [{ logs: [deposit(1_000n, 1_000n)] }], tx: { logs: [deposit(1_000n + BigInt(n) * 50n, 1_000n)] } }),
  ],
  B26_admin_events: ['up', (n) => ({ tx: { logs: many(n, () => upgradedLog(CONTRACT, TOKEN)) } })],
  C01_call_depth_max: ['up', (n) => ({ tx: calling(nested(n)) })],
  C02_n_calls_log: ['up', (n) => ({ tx: calling(many(n, () => ({ to: TOKEN }))) })],
  C03_n_callees_log: ['up', (n) => ({ tx: calling(many(n, (i) => ({ to: address(`c${i}`) }))) })],
  C04_delegatecall_ratio: ['up', (n) => ({ tx: calling(many(40, (i) => ({ to: TOKEN, kind: i < n ? 'DELEGATECALL' : 'CALL' }))) })],
  C05_staticcall_ratio: ['up', (n) => ({ tx: calling(many(40, (i) => ({ to: TOKEN, kind: i < n ? 'STATICCALL' : 'CALL' }))) })],
  C06_creates_in_tx: ['up', (n) => ({ tx: calling(many(n, (i) => ({ to: address(`new${i}`), kind: 'CREATE' }))) })],
  C07_selfdestructs: ['up', (n) => ({ tx: calling(many(n, () => ({ to: VICTIM, by: TOKEN, kind: 'SELFDESTRUCT' }))) })],
  C08_reentry_depth: ['up', (n) => ({ tx: calling(n === 0 ? [] : [deepReentry(n)]) })],
  C09_readonly_reentries: ['up', (n) => ({ tx: calling([{ to: TOKEN, calls: many(n, () => ({ to: CONTRACT, kind: 'STATICCALL' })) }]) })],
  C10_max_repeat_same_call: ['up', (n) => ({ tx: calling(many(n, () => ({ to: TOKEN, selector: '0x70a08231' }))) })],
  C11_inner_failures_ratio: ['up', (n) => ({ tx: calling(many(40, (i) => ({ to: TOKEN, failed: i < n }))) })],
  C13_min_callee_age_log: ['up', (n) => ({ before: [{ to: null, creates: TOKEN }], sinceS: 12 + n * 60, tx: calling([{ to: TOKEN }]) })],
  C14_calls_own_new_contract: [
    'up',
    (n) => ({ before: [{ from: SENDER, to: null, creates: TOKEN }], tx: { ...calling([{ to: TOKEN }]), from: n > 0 ? SENDER : VICTIM } }),
  ],
  C15_call_pair_novelty: ['down', (n) => ({ before: many(n, () => calling([{ to: TOKEN }])), tx: calling([{ to: TOKEN }]) })],
  C16_shape_is_new: ['up', (n) => ({ before: many(6, () => shaped('0x70a08231')), tx: shaped(n > 0 ? '0x11111111' : '0x70a08231') })],
  C17_token_hooks: ['up', (n) => ({ tx: calling(many(n, () => ({ to: TOKEN, calls: [{ to: CONTRACT, selector: '0x150b7a02' }] }))) })],
  C18_value_moves_log: ['up', (n) => ({ tx: calling(many(n, () => ({ to: TOKEN, valueWei: 1n }))) })],
  C19_control_moves: ['up', (n) => ({ tx: { ...calling([]), logs: n > 0 ? [upgradedLog(CONTRACT, TOKEN)] : [] } })],
  C21_price_asked_to_borrow: [
    'up',
    (n) => ({
      tx: calling([
        swapV2(POOL, 0n, 5n, CONTRACT),
        { to: VAULT, selector: calldata(n > 0 ? '0xc5ebeaec' : '0xb6b55f25', 1n), calls: [getReserves(POOL, 5n, 5n)] },
      ]),
    }),
  ],
  C22_top_frame_is_multicall_like: ['up', (n) => ({ tx: { ...calling([]), input: n > 0 ? '0xac9650d8' : '0x12345678' } })],
  C23_code_bytes_log: ['up', (n) => deploying({ bytes: 10 + n * 10 })],
  C24_code_functions_log: ['up', (n) => deploying({ selectors: selectorsOf(n) })],
  C25_code_addresses_log: ['up', (n) => deploying({ addresses: many(n, addressInCode) })],
  C26_code_flash_callbacks: ['up', (n) => deploying({ selectors: FLASH_SELECTORS.slice(0, n) })],
  C27_code_asks_protocols: [
    'up',
    (n) =>
      deploying({
        operations: ASKED.slice(0, n)
          .map((selector) => `63${selector.slice(2)}52`)
          .join(''),
      }),
  ],
  C28_code_calls_log: ['up', (n) => deploying({ operations: 'f1'.repeat(n) })],
  C29_code_can_destroy_itself: ['up', (n) => deploying({ operations: n > 0 ? 'ff' : '' })],
  C30_code_branches_on_surroundings: [
    'up',
    (n) =>
      deploying({
        operations: BRANCHES.slice(0, n)
          .map((op) => `${op}60001461001057`)
          .join(''),
      }),
  ],
  C31_code_has_no_metadata: ['down', (n) => deploying({ operations: n > 0 ? 'a264697066735822' : '' })],
  D01_from_age_log: ['up', (n) => ({ ...history(1), sinceS: n * 100 })],
  D02_from_tx_count_log: ['up', history],
  D03_from_rate_10m: ['up', (n) => history(n + 1)],
  D04_from_rate_ratio_10m_24h: ['down', (n) => ({ ...history(5), sinceS: n * 60 })],
  D05_from_distinct_to: ['up', (n) => ({ before: many(n + 1, (i) => ({ from: SENDER, to: address(`c${i}`) })) })],
  D06_new_counterparty: ['up', (n) => ({ before: calls(1), tx: { from: SENDER, to: n > 0 ? TOKEN : CONTRACT } })],
  D07_hours_since_funding: ['up', (n) => ({ before: [funded(5)], sinceS: 12 + n * 3_600, tx: { from: SENDER } })],
  D08_funding_source_risk: ['up', (n) => ({ before: [funded(5)], labels: flagged(n > 0 ? VICTIM : CONTRACT), tx: { from: SENDER } })],
  D09_funded_amount_log: ['up', (n) => ({ before: [funded(n + 1)], tx: { from: SENDER } })],
  D10_failed_rate: ['up', (n) => ({ before: [...calls(41 - n), ...calls(n, { status: 0 })], tx: { from: SENDER } })],
  D11_deploys_24h: [
    'up',
    (n) => ({ before: many(n + 1, (i) => ({ from: SENDER, to: null, creates: address(`new${i}`) })), tx: { from: SENDER } }),
  ],
  D12_out_in_value_ratio_24h: ['up', (n) => ({ ...history(1), tx: { from: SENDER, valueWei: wei(n) } })],
  D13_dormancy_log: ['up', (n) => ({ ...history(1), sinceS: n * 100 })],
  D14_gas_price_z_own: ['up', (n) => ({ ...history(10), receipt: { effectiveGasPriceWei: wei(1 + n) } })],
  D15_hour_surprise: ['up', (n) => ({ ...history(10), sinceS: 12 + n * 1_000 })],
  D16_approvals_granted_24h: [
    'up',
    (n) => ({ before: many(n + 1, () => ({ from: SENDER, logs: [approvalLog(TOKEN, SENDER, CONTRACT, 1n)] })), tx: { from: SENDER } }),
  ],
  D17_owners_taken_from: [
    'up',
    (n) => ({
      before: many(n, (i) => address(`owner${i}`)).flatMap((owner) => [
        { from: VICTIM, logs: [transferLog(TOKEN, VICTIM, owner, 100n)] },
        { from: owner, logs: [approvalLog(TOKEN, owner, SENDER, UNLIMITED)] },
        { from: SENDER, to: TOKEN, logs: [transferLog(TOKEN, owner, SENDER, 100n)] },
      ]),
      tx: { from: SENDER },
    }),
  ],
  D18_value_z_own: ['up', (n) => ({ before: calls(10), tx: { from: SENDER, valueWei: wei(n) } })],
  E01_only_accounts_broken: [
    'up',
    (n) => ({
      before: calls(6),
      tx: { trace: { to: VAULT, calls: many(n, () => ({ to: CONTRACT, selector: '0x12345678' })) } },
    }),
  ],
  E02_caller_is_new_to_contract: [
    'up',
    (n) => ({ ...history(1), tx: { from: n > 0 ? VICTIM : SENDER, to: CONTRACT, input: '0x12345678' } }),
  ],
  E03_calls_in_same_block: ['up', (n) => history(n + 1)],
  E04_same_sender_in_block: ['up', (n) => ({ ...history(1), tx: { from: SENDER, to: CONTRACT, input: '0x12345678' }, inBlock: n > 0 })],
  E05_gas_over_hist_max: ['up', (n) => ({ ...history(6), receipt: { gasUsed: 40_000 + n * 10_000 } })],
  E06_gas_z: ['up', (n) => ({ ...history(6), receipt: { gasUsed: 40_000 + n * 10_000 } })],
  E07_token_out_over_cap: [
    'up',
    (n) => ({
      before: many(6, () => ({ logs: [transferLog(TOKEN, VAULT, VICTIM, 100n)] })),
      tx: { logs: [transferLog(TOKEN, VAULT, VICTIM, 100n + BigInt(n) * 50n)] },
    }),
  ],
  E09_outflow_share_over_cap: [
    'up',
    (n) => ({
      before: [
        { logs: [transferLog(TOKEN, VICTIM, VAULT, 100_000n)] },
        ...many(6, () => ({ logs: [transferLog(TOKEN, VAULT, VICTIM, 100n)] })),
      ],
      tx: { logs: [transferLog(TOKEN, VAULT, VICTIM, 100n + BigInt(n) * 2_000n)] },
    }),
  ],
  E10_input_over_hist_max: [
    'up',
    (n) => ({ before: calls(6), tx: { from: SENDER, to: CONTRACT, input: input(`12345678${'00'.repeat(n)}`) } }),
  ],
  E11_callvalue_over_hist: [
    'up',
    (n) => ({ before: calls(6, { valueWei: wei(5) }), tx: { from: SENDER, to: CONTRACT, input: '0x12345678', valueWei: wei(n) } }),
  ],
  E12_last_update_gap: [
    'up',
    (n) => ({ before: [...calls(1), ...many(n, () => ({ to: TOKEN }))], tx: { to: CONTRACT, input: '0x12345678' } }),
  ],
  E13_function_is_new: ['down', history],
  E14_sole_caller_broken: ['up', (n) => ({ before: calls(6), tx: { from: n > 0 ? VICTIM : SENDER, to: CONTRACT, input: '0x12345678' } })],
  E16_call_rate_ratio: ['down', (n) => ({ ...history(6), sinceS: n * 60 })],
  E18_contract_age_log: ['up', (n) => ({ ...history(1), sinceS: n * 100 })],
  E17_fail_rate: [
    'up',
    (n) => ({ before: [...calls(41 - n), ...calls(n, { status: 0 })], tx: { from: SENDER, to: CONTRACT, input: '0x12345678' } }),
  ],
  E20_hours_since_control_moved: [
    'up',
    (n) => ({ before: [{ logs: [upgradedLog(CONTRACT, TOKEN)] }], sinceS: n * 3_600, tx: { to: CONTRACT } }),
  ],
  F01_taint_share: ['up', (n) => ({ labels: flagged(n > 0 ? SENDER : VICTIM), tx: { from: SENDER } })],
  F02_hops_to_label: ['down', (n) => ({ labels: flagged(n > 0 ? SENDER : VICTIM), tx: { from: SENDER } })],
  F03_midas_edge: ['up', (n) => burstOf(n, { from: SENDER, to: CONTRACT })],
  F04_midas_source: ['up', (n) => burstOf(n, { from: SENDER, to: CONTRACT })],
  F05_midas_target: ['up', (n) => burstOf(n, { from: SENDER, to: CONTRACT })],
  F06_co_funded_log: [
    'up',
    (n) => ({ before: [funded(5), ...many(n, (i) => ({ from: VICTIM, to: address(`new${i}`), valueWei: wei(1) }))], tx: { from: SENDER } }),
  ],
  F07_cluster_stages: [
    'up',
    (n) => ({
      ...history(1),
      foundBefore: STAGED.slice(0, n).map((stage) => note({ stage, parties: [{ address: SENDER, role: 'attacker' }] })),
    }),
  ],
  F08_deployer_is_flagged: [
    'up',
    (n) => ({ before: [{ from: VICTIM, to: null, creates: CONTRACT }], labels: flagged(n > 0 ? VICTIM : SENDER), tx: { to: CONTRACT } }),
  ],
  F09_code_like_attack: [
    'up',
    (n) => ({
      before: [{ from: VICTIM, to: null, creates: CONTRACT, input: codeOf({ bytes: 800, seed: 3 }) }],
      labels: flagged(VICTIM),
      tx: { from: SENDER, to: null, creates: TOKEN, input: codeOf({ bytes: 800, seed: n > 0 ? 3 : 11 }) },
    }),
  ],
  F10_fan_ratio: [
    'down',
    (n) => ({ before: many(n, (i) => ({ from: address(`p${i}`), to: CONTRACT })), tx: { from: SENDER, to: CONTRACT } }),
  ],
  F11_mixer_bridge_outflow_1h: [
    'up',
    (n) => ({ labels: labelled(CONTRACT, 'mixer'), tx: { from: SENDER, to: CONTRACT, valueWei: wei(n) } }),
  ],
  F12_degree_log: [
    'up',
    (n) => ({ before: many(n, (i) => ({ from: address(`p${i}`), to: CONTRACT })), tx: { from: SENDER, to: CONTRACT } }),
  ],
  F13_counterparty_is_flagged: ['up', (n) => ({ labels: flagged(n > 0 ? CONTRACT : VICTIM), tx: { from: SENDER, to: CONTRACT } })],
  G01_net_usd_log: ['up', (n) => ({ tx: calling([paying(transfer(DOLLAR, CONTRACT, BigInt(n) * 10n ** 6n))]) })],
  G02_gross_usd_log: ['up', (n) => ({ tx: calling([paying(transfer(DOLLAR, CONTRACT, BigInt(n) * 10n ** 6n))]) })],
  G03_onesided_losers: ['up', (n) => ({ tx: calling(many(n, (i) => paying(transfer(TOKEN, CONTRACT, 100n), address(`v${i}`)))) })],
  G04_onesided_usd_log: ['up', (n) => ({ tx: calling([paying(transfer(DOLLAR, CONTRACT, BigInt(n) * 10n ** 6n))]) })],
  G05_entry_bytes_log: ['up', (n) => ({ tx: calling([{ to: TOKEN }], { selector: padded(n, '12') }) })],
  G06_payers_of_entry: ['up', (n) => ({ tx: calling(many(n, (i) => paying(transfer(TOKEN, CONTRACT, 100n), address(`v${i}`)))) })],
  G07_sender_only_gains: ['up', (n) => ({ tx: calling([paying(transfer(TOKEN, SENDER, n > 0 ? 100n : 0n))]) })],
  G08_tokens_given: ['up', (n) => ({ tx: calling(many(41, (i) => transferFrom(address(`t${i}`), i < n ? SENDER : VICTIM, VAULT, 100n))) })],
  G09_flash_callbacks: [
    'up',
    (n) => ({ tx: calling(many(n, () => ({ to: POOL, calls: [{ to: CONTRACT, selector: calldata('0x23e30c8b') }] }))) }),
  ],
  G10_flash_loans_by_shape: ['up', (n) => ({ tx: calling(many(n, (i) => shapedLoan(address(`l${i}`), TOKEN, 100n))) })],
  G11_callback_functions: [
    'up',
    (n) => ({
      tx: calling(
        many(n, (i) => ({ to: POOL, calls: [{ to: CONTRACT, selector: `0x${(i + 1).toString(16).padStart(8, '0')}` as const }] })),
      ),
    }),
  ],
  G12_max_repeats_log: ['up', (n) => ({ tx: calling(many(n, () => ({ to: VAULT, selector: '0x4e71d92d' as const }))) })],
  G13_side_only_gains: ['up', (n) => ({ tx: calling([paying(transfer(TOKEN, CONTRACT, n > 0 ? 100n : 0n))]) })],
  G14_protocol_kinds: ['up', (n) => ({ tx: calling(KINDS.slice(0, n).map((selector) => ({ to: VAULT, selector }))) })],
  G15_round_trips: ['up', (n) => ({ tx: calling(many(n, (i) => toAndFro(address(`p${i}`))).flat()) })],
  G16_lend_vault_functions: [
    'up',
    (n) => ({ tx: calling(many(n, (i) => ({ to: address(`v${i}`), selector: calldata('0xb6b55f25', 1n) }))) }),
  ],
  G17_flash_usd_log: ['up', (n) => ({ tx: calling([shapedLoan(POOL, DOLLAR, BigInt(n + 1) * 10n ** 6n)]) })],
  G18_callees_per_call: ['up', (n) => ({ tx: calling(many(41, (i) => ({ to: address(`c${i < n ? i : 0}`) }))) })],
  G19_answer_move: [
    'up',
    (n) => ({ tx: calling([ask(POOL, '0x99999999', 10_000n), ask(POOL, '0x99999999', 10_000n + BigInt(n) * 100n)]) }),
  ],
  G20_gifts: ['up', (n) => ({ tx: calling(many(n, (i) => [{ to: address(`v${i}`) }, transfer(TOKEN, address(`v${i}`), 5n)]).flat()) })],
  G21_supply_move: ['up', (n) => ({ tx: calling([ask(TOKEN, '0x18160ddd', 1_000n), ask(TOKEN, '0x18160ddd', 1_000n + BigInt(n) * 50n)]) })],
  G22_oracle_reads: [
    'up',
    (n) => ({
      tx: calling([
        swapV2(POOL, 0n, 5n, CONTRACT),
        ...many(n, () => ({ to: VAULT, selector: calldata('0xb6b55f25', 1n), calls: [getReserves(POOL, 5n, 5n)] })),
      ]),
    }),
  ],
  G23_both_ways: [
    'up',
    (n) => ({ tx: calling([swapV2(POOL, 0n, 5n, CONTRACT), n > 0 ? swapV2(POOL, 5n, 0n, CONTRACT) : swapV2(POOL, 0n, 5n, CONTRACT)]) }),
  ],
  G24_flow_tokens_log: ['up', (n) => ({ tx: calling(many(n, (i) => transfer(address(`t${i}`), VICTIM, 5n))) })],
  G25_flows_log: ['up', (n) => ({ tx: calling(many(n, () => transfer(TOKEN, VICTIM, 5n))) })],
  G26_price_view_move: [
    'up',
    (n) => ({ tx: calling([ask(VAULT, '0x77c7b8fc', 1_000n), ask(VAULT, '0x77c7b8fc', 1_000n + BigInt(n) * 50n)]) }),
  ],
  G27_reentries_log: [
    'up',
    (n) => ({
      tx: calling(
        many(n, () => ({
          to: VAULT,
          selector: '0x3ccfd60b' as const,
          calls: [{ to: CONTRACT, valueWei: 1n, calls: [{ to: VAULT, selector: '0x11111111' as const }] }],
        })),
      ),
    }),
  ],
  G28_pool_move: [
    'up',
    (n) => ({ tx: calling([getReserves(POOL, 1_000n, 1_000n), getReserves(POOL, 1_000n, 1_000n + BigInt(n) * 100n)]) }),
  ],
  G29_native_gain_log: ['up', (n) => ({ tx: calling([paying({ to: CONTRACT, valueWei: BigInt(n) * 10n ** 18n })]) })],
  R01_exploit_severity: ['up', (n) => ({ found: [note({ severity: SEVERITIES[Math.min(4, n)] ?? 'info' })] })],
  R02_grave_exploits: ['up', (n) => ({ found: many(n, (i) => note({ detectorId: `d${i}`, severity: 'high' })) })],
  R03_exploits: ['up', (n) => ({ found: many(n, (i) => note({ detectorId: `d${i}`, severity: 'low' })) })],
  R04_prepares: ['up', (n) => ({ found: many(n, () => note({ stage: 'prepare' })) })],
  R05_funds: ['up', (n) => ({ found: many(n, () => note({ stage: 'fund' })) })],
  R06_users: ['up', (n) => ({ found: many(n, () => note({ stage: 'user' })) })],
};

/** The sender's first coins. */
function funded(gwei: number): TransactionParts {
  return { from: VICTIM, to: SENDER, valueWei: wei(gwei) };
}

function shaped(selector: Hex): TransactionParts {
  return { ...calling([{ to: TOKEN, selector }]), input: '0x12345678' };
}

function deposit(assets: bigint, shares: bigint) {
  return { ...vaultLog(), data: input([assets, shares].map((value) => value.toString(16).padStart(64, '0')).join('')) };
}

const STAGED = ['fund', 'prepare', 'exploit', 'launder'] as const;

function note(fields: Partial<FindingNote>): FindingNote {
  const subject = { address: CONTRACT, role: 'contract' };
  return { detectorId: 'some', stage: 'exploit', severity: 'medium', subject, parties: [], ...fields };
}

function flagged(robber: Address): NonNullable<Scene['labels']> {
  return labelled(robber, 'exploiter');
}

function labelled(one: Address, category: LabelCategory): NonNullable<Scene['labels']> {
  return (asked) => (asked === one ? [{ address: one, category, source: 'test', confidence: 1, name: null, chainId: null }] : []);
}

/** A flash loan, a swap, a lender, a vault, a loan: asked for by code. */
const ASKED: readonly Hex[] = ['0x5cffe9de', '0x022c0d9f', '0xa0712d68', '0xb6b55f25', '0x4b3fd148'];
/** COINBASE, GASLIMIT, BASEFEE, GASPRICE. */
const BRANCHES = ['41', '45', '48', '3a'] as const;

const selectorsOf = (count: number) => many(count, (i): Hex => `0x${(0x11223300 + i).toString(16)}`);

function deploying(code: CodeParts): Scene {
  return { tx: { from: SENDER, to: null, creates: TOKEN, trace: { to: TOKEN, kind: 'CREATE', selector: codeOf({ bytes: 20, ...code }) } } };
}

/** Seen once long before; then several times within a minute, or not. */
function burstOf(n: number, edge: { readonly from: Address; readonly to: Address }): Scene {
  const others = many(20, (i) => ({ from: address(`other${i}`), to: TOKEN }));
  return { before: [edge, ...others, ...many(n > 0 ? 3 : 0, () => edge)], tx: edge };
}

function reversed(pool: Hex) {
  const swap = swapV3Log(pool, 2n ** 96n);
  const [minusOne, one] = [`${'f'.repeat(64)}`, '1'.padStart(64, '0')];
  return { ...swap, data: input(minusOne + one + swap.data.slice(2 + 128)) };
}

/** The contract is entered again, n calls below where it was left. */
function deepReentry(n: number): CallTree {
  const leaf: CallTree = { to: CONTRACT };
  return many(n + 1, (i) => i).reduce<CallTree>((inner, i) => ({ to: address(`hop${i}`), calls: [inner] }), leaf);
}

describe('features', () => {
  it('are at least sixty, of eight groups, each once and with a sentence', () => {
    expect(FEATURES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(FEATURES.length);
    expect([...new Set(FEATURES.map(({ group }) => group))]).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'R']);
    for (const { id, sentence } of FEATURES) expect([id, sentence.length > 5]).toEqual([id, true]);
  });

  it('keep the order that stored vectors and models were made with', () => {
    expect(createHash('sha256').update(FEATURE_SCHEMA).digest('hex').slice(0, 16)).toBe('1a7b84f7681a8464');
    expect(INPUT_COLUMNS.every((column) => FEATURES[column]?.isInput === true)).toBe(true);
  });

  it('have a property each', () => {
    expect(Object.keys(FAMILIES).sort()).toEqual(FEATURES.map(({ id }) => id).sort());
  });

  for (const { id, direction } of FEATURES) {
    const [way, scene] = FAMILIES[id] ?? ['up', () => ({})];

    it(`${id} ${way === 'up' ? 'never falls' : 'never rises'} where there is more of it, and differs somewhere`, () => {
      const read = (n: number): number => {
        const value = readFeature(id, scene(n));
        if (value === null || !Number.isFinite(value)) throw new Error(`${id} is ${value} for n = ${n}`);
        if (direction === 'flag') expect([0, 1]).toContain(value);
        return value;
      };
      fc.assert(
        fc.property(fc.nat(40), fc.nat(40), (a, b) => {
          const [less, more] = [read(Math.min(a, b)), read(Math.max(a, b))];
          return way === 'up' ? less <= more + 1e-9 : less >= more - 1e-9;
        }),
        { numRuns: 40 },
      );
      if (id !== 'E03_calls_in_same_block') expect(read(40)).not.toBeCloseTo(read(0), 6);
    });
  }

  it('are unknown, not zero, where their input is missing', () => {
    const bare: Scene = { fields: { receipt: null, frames: null } };
    for (const { id, group } of FEATURES) {
      if (group === 'B' || group === 'C' || group === 'G' || group === 'R') expect([id, readFeature(id, bare)]).toEqual([id, null]);
    }
    for (const id of ['A02_gas_used_log', 'A04_gas_used_ratio', 'A14_reverted', 'D03_from_rate_10m', 'E06_gas_z'])
      expect([id, readFeature(id, bare)]).toEqual([id, null]);
  });
});

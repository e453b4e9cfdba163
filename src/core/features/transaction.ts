import { type Feature, feature, magnitude } from './feature.js';

/** Group A: the transaction itself. */

/** Of long calldata so many bytes say enough. */
const LOOKED_AT = 4_096;

interface CalldataFacts {
  readonly nonZeroShare: number;
  /** Shannon entropy of the hex digits, in bits (0–4). */
  readonly entropy: number;
}

const NO_CALLDATA: CalldataFacts = { nonZeroShare: 0, entropy: 0 };
const bytesOf = new Uint32Array(256);
const digitsOf = new Uint32Array(16);

/** The calldata that was asked about last: two features ask of the same. */
let last: { readonly input: string; readonly facts: CalldataFacts } = { input: '0x', facts: NO_CALLDATA };

function calldataFacts(input: string): CalldataFacts {
  if (last.input !== input) last = { input, facts: countBytes(input) };
  return last.facts;
}

/** Value of each hex digit, by its character code. */
const DIGIT = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())),
);

function countBytes(input: string): CalldataFacts {
  const bytes = Math.min(LOOKED_AT, (input.length - 2) >> 1);
  if (bytes <= 0) return NO_CALLDATA;
  bytesOf.fill(0);
  digitsOf.fill(0);
  for (let i = 2; i < 2 + 2 * bytes; i += 2) {
    const byte = ((DIGIT[input.charCodeAt(i)] ?? 0) << 4) | (DIGIT[input.charCodeAt(i + 1)] ?? 0);
    bytesOf[byte] = (bytesOf[byte] ?? 0) + 1;
  }
  for (let byte = 0; byte < 256; byte += 1) {
    const count = bytesOf[byte] ?? 0;
    if (count === 0) continue;
    digitsOf[byte >> 4] = (digitsOf[byte >> 4] ?? 0) + count;
    digitsOf[byte & 15] = (digitsOf[byte & 15] ?? 0) + count;
  }
  let entropy = 0;
  const digits = bytes * 2;
  for (const count of digitsOf) if (count > 0) entropy -= (count / digits) * Math.log2(count / digits);
  return { nonZeroShare: 1 - (bytesOf[0] ?? 0) / bytes, entropy };
}

/** Share of values at or below. */
function percentile(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return sorted.length === 0 ? 0 : low / sorted.length;
}

const OF_CALLS = { isOfCalls: true } as const;

export const TRANSACTION_FEATURES: readonly Feature[] = [
  feature('A01_value_log', 'up', 'native coin sent (log of gwei)', ({ tx }) => magnitude(Number(tx.valueWei) / 1e9), OF_CALLS),
  feature('A02_gas_used_log', 'up', 'gas used (log)', ({ gasUsed }) => (gasUsed === null ? null : magnitude(gasUsed))),
  feature('A03_gas_limit_log', 'up', 'gas limit (log)', ({ tx }) => magnitude(tx.gasLimit)),
  feature('A04_gas_used_ratio', 'both', 'share of the gas limit that was used', ({ tx, gasUsed }) =>
    gasUsed === null || tx.gasLimit === 0 ? null : Math.min(1, gasUsed / tx.gasLimit),
  ),
  feature('A05_gas_price_pct_in_block', 'up', 'rank of its gas price in the block', ({ block, gasPriceGwei }) =>
    percentile(block.gasPrices, gasPriceGwei),
  ),
  feature('A06_priority_fee_log', 'up', 'tip per gas above the base fee (log of mwei)', ({ block, gasPriceGwei }) =>
    block.header.baseFeePerGasWei === null ? null : magnitude((gasPriceGwei - Number(block.header.baseFeePerGasWei) / 1e9) * 1e3),
  ),
  feature('A07_coinbase_payment_log', 'up', 'native coin paid straight to the block builder (log of gwei)', ({ tx, block }) => {
    if (tx.frames === null) return null;
    let paid = 0;
    for (const frame of tx.frames)
      if (frame.depth > 0 && frame.to === block.header.miner && !frame.failed) paid += Number(frame.valueWei) / 1e9;
    return magnitude(paid);
  }),
  feature('A08_index_in_block_frac', 'down', 'position in the block', ({ tx, block }) =>
    block.transactions <= 1 ? 0 : tx.index / (block.transactions - 1),
  ),
  feature('A09_calldata_len_log', 'up', 'bytes of calldata (log)', ({ tx }) => magnitude((tx.input.length - 2) / 2), OF_CALLS),
  feature(
    'A10_calldata_nonzero_ratio',
    'both',
    'share of calldata bytes that are not zero',
    ({ tx }) => calldataFacts(tx.input).nonZeroShare,
    OF_CALLS,
  ),
  feature('A11_calldata_entropy', 'both', 'entropy of the calldata digits, in bits', ({ tx }) => calldataFacts(tx.input).entropy, OF_CALLS),
  feature('A12_selector_rarity_global', 'up', 'how rare its function is on the chain (−log10 of its share)', ({ tx, state }) =>
    Math.log10((state.seenTransactions + 10) / (state.selectorCount(tx.decoded.selector ?? '') + 1)),
  ),
  feature('A13_is_create', 'flag', 'creates a contract', ({ tx }) => (tx.to === null ? 1 : 0), OF_CALLS),
  feature('A14_reverted', 'flag', 'reverted', ({ tx }) => (tx.receipt?.status === 0 ? 1 : tx.receipt === null ? null : 0), {
    isInput: true,
  }),
  feature('A15_is_set_code_or_blob', 'flag', 'is a blob or set-code transaction', ({ tx }) => (tx.type >= 3 ? 1 : 0)),
  feature('A16_auth_list_len', 'up', 'EIP-7702 authorizations', ({ tx }) => tx.authorizationList.length, { isInput: false }),
  feature('A17_nonce_log', 'down', 'transactions that the sender ever sent (log)', ({ tx }) => magnitude(tx.nonce)),
  feature('A19_access_list_len', 'up', 'entries of the access list', ({ tx }) => tx.accessList.length, { isInput: false }),
];

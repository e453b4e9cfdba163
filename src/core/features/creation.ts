import { type BytecodeFacts, readBytecode } from '../chain/bytecode.js';
import { FLASH_CALLBACKS } from '../chain/flash-callbacks.js';
import { isCreation } from '../detect/cluster.js';
import type { InspectedTransaction } from '../detect/detector.js';
import { BORROWS, FLASH_CALLS, LENDING, SWAPS, VAULTS } from '../trace/selectors.js';
import { type Direction, type Feature, feature, magnitude } from './feature.js';

/** The transaction that was asked about last: all of these features ask of the same. */
let last: { readonly tx: InspectedTransaction; readonly facts: BytecodeFacts | null } | null = null;

/** The longest code that a transaction makes, as it was handed in: what runs later stands in it. Null: none, or no trace. */
function codeFacts(tx: InspectedTransaction): BytecodeFacts | null {
  if (last?.tx === tx) return last.facts;
  let longest = '0x';
  for (const frame of tx.frames ?? []) if (isCreation(frame) && frame.input.length > longest.length) longest = frame.input;
  const facts = longest === '0x' ? null : readBytecode(longest as `0x${string}`);
  last = { tx, facts };
  return facts;
}

function codeFeature(id: string, direction: Direction, sentence: string, read: (code: BytecodeFacts) => number): Feature {
  return feature(
    id,
    direction,
    sentence,
    ({ tx }) => {
      const facts = codeFacts(tx);
      return facts === null ? null : read(facts);
    },
    { isOfCalls: true, isInput: true },
  );
}

const KINDS = [FLASH_CALLS, SWAPS, LENDING, VAULTS, BORROWS];

function count(selectors: ReadonlySet<string>, of: ReadonlySet<string>): number {
  let found = 0;
  for (const selector of selectors) if (of.has(selector)) found += 1;
  return found;
}

/** What the code of a new contract says before it ever runs. Masked where nothing is created. */
export const CREATION_FEATURES: readonly Feature[] = [
  codeFeature('C23_code_bytes_log', 'both', 'bytes of the longest code that is deployed (log)', ({ bytes }) => magnitude(bytes)),
  codeFeature('C24_code_functions_log', 'both', 'functions of its own (log)', ({ selectors }) => magnitude(selectors.size)),
  codeFeature('C25_code_addresses_log', 'up', 'addresses written into it (log)', ({ addresses }) => magnitude(addresses.size)),
  codeFeature('C26_code_flash_callbacks', 'up', 'call-backs of flash loans that it answers', ({ selectors }) =>
    count(selectors, FLASH_CALLBACKS),
  ),
  codeFeature(
    'C27_code_asks_protocols',
    'up',
    'kinds of protocols whose functions it calls',
    ({ asked }) => KINDS.filter((kind) => count(asked, kind) > 0).length,
  ),
  codeFeature('C28_code_calls_log', 'both', 'calls that it makes (log)', ({ calls }) => magnitude(calls)),
  codeFeature('C29_code_can_destroy_itself', 'flag', 'can destroy itself', ({ hasSelfdestruct }) => (hasSelfdestruct ? 1 : 0)),
  codeFeature(
    'C30_code_branches_on_surroundings',
    'up',
    'facts of its surroundings that it branches on',
    ({ branchesOn }) => branchesOn.size,
  ),
  codeFeature('C31_code_has_no_metadata', 'flag', 'carries no mark of its source', ({ hasMetadata }) => (hasMetadata ? 0 : 1)),
];

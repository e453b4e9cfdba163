import { createCallDecoder } from '../../../src/adapters/abi/viem-call-decoder.js';
import { createLabelBook } from '../../../src/adapters/labels/label-book.js';
import { type CarriedCall, callTreeOf } from '../../../src/check/decode/call-tree.js';
import { KNOWN_FUNCTIONS } from '../../../src/check/decode/known-functions.js';
import type { CheckFacts, CodeInfo, StepOutcome } from '../../../src/check/facts.js';
import { counterpartiesOf } from '../../../src/check/read/counterparties.js';
import type { RuleParams } from '../../../src/check/rule.js';
import { balanceChangesOf } from '../../../src/check/simulate/balance-changes.js';
import { type Exposure, exposuresOf, grantedExposures } from '../../../src/check/simulate/exposures.js';
import { domainOf, intentOf } from '../../../src/check/typed-data/read-intent.js';
import type { Address, CodeFact } from '../../../src/core/chain/block.js';
import { decodeTransaction } from '../../../src/core/chain/decode.js';
import { type DecodedTransaction, NATIVE, type Transfer } from '../../../src/core/chain/decoded.js';
import type { Label, LabelCategory } from '../../../src/core/detect/detector.js';
import type { Severity } from '../../../src/core/detect/finding.js';
import { type ContractHistory, NO_HISTORY } from '../../../src/core/detect/history.js';
import { address, buildTransaction } from '../../support/build-transaction.js';

export const ME = address('me');
export const FRIEND = address('a friend');
export const STRANGER = address('a stranger');
export const THIEF = address('a thief');
export const TOKEN = address('a token');
export const OTHER_TOKEN = address('another token');
export const CONTRACT = address('a contract');
export const ROUTER = address('a router that is labelled');
export const COLLECTION = address('a collection');
export const DELEGATE = address('a delegate');
export const NOW = 1_750_000_000;
export const DAY = 86_400;
export const UNLIMITED = 2n ** 256n - 1n;
export const decoder = createCallDecoder(KNOWN_FUNCTIONS);

/** What a test says of a request; everything else is as of an ordinary one. */
export interface Given extends Partial<Omit<CheckFacts, 'ctx' | 'calls' | 'steps' | 'codeOf' | 'signature'>> {
  readonly call?: Partial<CarriedCall> | readonly Partial<CarriedCall>[];
  readonly labels?: Readonly<Record<string, LabelCategory>>;
  /** Contracts; everybody else is an account. */
  readonly contracts?: readonly Address[];
  readonly code?: Readonly<Record<string, Partial<CodeInfo>>>;
  readonly unknownCode?: readonly Address[];
  readonly history?: Partial<ContractHistory>;
  readonly transfers?: readonly Transfer[];
  readonly decoded?: Partial<DecodedTransaction>;
  readonly status?: StepOutcome['status'];
  readonly gasUsed?: number;
  readonly prices?: Readonly<Record<string, number>>;
  readonly typedData?: { readonly domain?: object; readonly primaryType: string; readonly message: object };
  readonly approvals?: readonly Partial<Exposure>[];
  readonly created?: Address | null;
  readonly told?: readonly string[];
}

const CODE: CodeInfo = {
  bytes: 500,
  delegatesTo: null,
  proxies: [],
  selectors: new Set(),
  branchesOn: new Set(),
  hasSelfdestruct: false,
  sketch: [],
};

export function factsOf(given: Given = {}): CheckFacts {
  const own = given.own ?? new Set([ME]);
  const from = given.from ?? ME;
  const asCall = (call: Partial<CarriedCall>): CarriedCall => ({
    from,
    to: CONTRACT,
    input: '0x',
    valueWei: 0n,
    operation: 'call',
    ...call,
  });
  const roots = given.call === undefined ? [] : [given.call].flat().map(asCall);
  const trees = roots.map((root) => callTreeOf(root, decoder));
  const calls = trees.flatMap(({ flat }) => flat);
  const steps = roots.map((root, i): StepOutcome => {
    const tx = buildTransaction({ from: root.from, to: root.to, input: root.input, valueWei: root.valueWei });
    const decoded = { ...decodeTransaction(tx), transfers: i === 0 ? (given.transfers ?? []) : [], ...(i === 0 ? given.decoded : {}) };
    return { status: given.status ?? 'succeeded', revertReason: null, gasUsed: given.gasUsed ?? 100_000, tx: { ...tx, decoded } };
  });
  const signature = given.typedData === undefined ? null : signatureOf(given.typedData, from);
  const set = (given.approvals ?? []).map(
    (one): Exposure => ({
      kind: 'erc20',
      owner: ME,
      spender: CONTRACT,
      token: TOKEN,
      limit: UNLIMITED,
      unlimited: true,
      expiresAt: null,
      ...one,
    }),
  );
  const exposures = given.exposures ?? [
    ...set,
    ...(set.length > 0 ? [] : exposuresOf(steps.map(({ tx }) => tx.decoded))),
    ...grantedExposures(signature?.intent?.grants ?? []),
  ];
  const delegations = given.delegations ?? [];
  const counterparties =
    given.counterparties ??
    counterpartiesOf({
      own,
      calls,
      outcomes: steps.length === 0 ? [] : [{ environment: 'base', steps }],
      signature,
      delegations,
      named: [],
    });
  const labels = Object.entries(given.labels ?? { [ROUTER]: 'defi' as const }).map(
    ([labelled, category]): Label => ({ address: labelled as Address, category, source: 'test', confidence: 1, name: null, chainId: null }),
  );
  const book = createLabelBook(labels);
  const codes = new Map(Object.entries(given.code ?? {}).map(([at, info]) => [at, { ...CODE, ...info }]));
  const factOf = (at: Address): CodeFact =>
    (given.unknownCode ?? []).includes(at)
      ? 'unknown'
      : [...(given.contracts ?? [TOKEN, OTHER_TOKEN, CONTRACT, ROUTER, COLLECTION, DELEGATE]), ...codes.keys()].includes(at)
        ? 'some'
        : 'none';
  return {
    kind: signature === null ? 'transaction' : 'typedData',
    chainId: 1,
    from,
    own,
    block: { number: 100, hash: '0x', timestamp: NOW, miner: NATIVE, gasLimit: 30_000_000, baseFeePerGasWei: 10n ** 9n },
    asked: null,
    sender: null,
    isCut: false,
    outcomes: steps.length === 0 ? [] : [{ environment: 'base', steps }],
    divergences: [],
    switches: [],
    traps: [],
    later: null,
    changes: balanceChangesOf(steps.flatMap(({ tx }) => tx.decoded.transfers)),
    exposures,
    ownExposures: exposures.filter(({ owner }) => own.has(owner)),
    message: null,
    delegations,
    site: null,
    counterparties,
    codeElsewhere: new Map(),
    tokenOf: () => null,
    heldOf: () => null,
    allowanceBefore: () => null,
    nonceUsed: null,
    isTold: (id) => (given.told ?? []).includes(id),
    ...pick(given),
    ctx: {
      chainId: 1,
      blockNumber: 101,
      timestamp: NOW,
      codeOf: factOf,
      labelsOf: (at) => book.labelsOf(1, at),
      priceUsdOf: (token) => given.prices?.[token] ?? null,
      decimalsOf: (token) => (given.prices?.[token] === undefined ? null : 18),
      history: { ...NO_HISTORY, ...given.history },
    },
    calls,
    steps,
    codeOf: (at) => codes.get(at) ?? (factOf(at) === 'unknown' ? null : { ...CODE, bytes: factOf(at) === 'none' ? 0 : 500 }),
    signature,
  };
}

function pick(given: Given): Partial<CheckFacts> {
  const names = [
    'kind',
    'chainId',
    'asked',
    'sender',
    'divergences',
    'switches',
    'traps',
    'message',
    'site',
    'tokenOf',
    'heldOf',
    'allowanceBefore',
    'nonceUsed',
    'block',
    'isCut',
    'codeElsewhere',
    'later',
  ] as const;
  return Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
}

function signatureOf({ domain = {}, primaryType, message }: NonNullable<Given['typedData']>, from: Address) {
  const data = { domain: { name: 'Test', chainId: 1, verifyingContract: TOKEN, ...domain }, primaryType, message: { ...message } };
  return { data, domain: domainOf(data), intent: intentOf(data, from) };
}

export function move(
  token: Address,
  from: Address,
  to: Address,
  amount: bigint,
  standard: Transfer['standard'] = token === NATIVE ? 'native' : 'erc20',
): Transfer {
  const isPiece = standard === 'erc721' || standard === 'erc1155';
  return { standard, token, from, to, amount, tokenId: isPiece ? 7n : null, operator: null, logIndex: null, frameIndex: null };
}

/** A rule's two tables: what it speaks of, and how gravely; and what it must be silent about. */
export interface RuleTables {
  readonly fires: readonly (readonly [name: string, severity: Severity, given: Given, params?: RuleParams])[];
  readonly silent: readonly (readonly [name: string, given: Given, params?: RuleParams])[];
}

export function tables(both: RuleTables): RuleTables {
  return both;
}

import { Environment } from '@marcbachmann/cel-js';
import { isAddress } from 'viem';
import { Account, accountOf } from '../../core/monitor/account.js';
import { Amount, amountOf, parseAmount } from '../../core/monitor/amount.js';
import { CallArguments, EventArguments, ReadsView } from '../../core/monitor/decoded-item.js';
import type { MonitorSubject } from '../../core/monitor/monitor.js';
import { BlockView, FindingView, ScoreView } from '../../core/monitor/views/block-views.js';
import { CallView, EventView } from '../../core/monitor/views/item-views.js';
import { ApprovalView, TransferView } from '../../core/monitor/views/movement-views.js';
import { LabelsView, StateView } from '../../core/monitor/views/state-views.js';
import { TransactionView } from '../../core/monitor/views/transaction-view.js';

export type Fields = Readonly<Record<string, string>>;

export const EVENT_FIELDS = {
  address: 'Address',
  name: 'string',
  signature: 'string',
  args: 'EventArguments',
  topics: 'list<string>',
  data: 'string',
  index: 'int',
} as const;

export const CALL_FIELDS = {
  from: 'Address',
  to: 'Address',
  kind: 'string',
  depth: 'int',
  index: 'int',
  value: 'Amount',
  selector: 'string',
  input: 'string',
  succeeded: 'bool',
  name: 'string',
  signature: 'string',
  args: 'CallArguments',
} as const;

const TRANSFER_FIELDS = {
  standard: 'string',
  token: 'Address',
  from: 'Address',
  to: 'Address',
  amount: 'Amount',
  tokenId: 'Amount',
  priced: 'bool',
  usd: 'double',
} as const;

const APPROVAL_FIELDS = { kind: 'string', token: 'Address', owner: 'Address', spender: 'Address', amount: 'Amount' } as const;

const TRANSACTION_FIELDS = {
  hash: 'string',
  index: 'int',
  type: 'int',
  from: 'Address',
  to: 'Address',
  creates: 'bool',
  value: 'Amount',
  nonce: 'int',
  input: 'string',
  selector: 'string',
  succeeded: 'bool',
  gasLimit: 'int',
  gasUsed: 'int',
  gasPrice: 'Amount',
  fee: 'Amount',
  events: 'list<Event>',
  calls: 'list<Call>',
  transfers: 'list<Transfer>',
  approvals: 'list<Approval>',
} as const;

const BLOCK_FIELDS = {
  number: 'int',
  hash: 'string',
  timestamp: 'int',
  miner: 'Address',
  transactions: 'int',
  gasUsed: 'int',
  gasLimit: 'int',
  baseFee: 'Amount',
  maxRisk: 'double',
} as const;

const FINDING_FIELDS = {
  detector: 'string',
  stage: 'string',
  severity: 'string',
  rank: 'int',
  title: 'string',
  summary: 'string',
  subject: 'Address',
  role: 'string',
  parties: 'list<Address>',
} as const;

const SCORE_FIELDS = { known: 'bool', risk: 'double', features: 'map<string, double>' } as const;
const STATE_FIELDS = { now: 'Reads', before: 'Reads' } as const;

const VARIABLES: Readonly<Record<MonitorSubject, Fields>> = {
  transaction: { tx: 'Transaction', score: 'Score', findings: 'list<Finding>' },
  event: { event: 'Event', tx: 'Transaction', score: 'Score', findings: 'list<Finding>' },
  call: { call: 'Call', tx: 'Transaction', score: 'Score', findings: 'list<Finding>' },
  transfer: { transfer: 'Transfer', tx: 'Transaction', score: 'Score', findings: 'list<Finding>' },
  block: { findings: 'list<Finding>' },
  finding: { finding: 'Finding', score: 'Score' },
};
const ALWAYS: Fields = { block: 'Block', labels: 'Labels', state: 'State' };

/** Variables with their types, by what a monitor is asked about. */
export function variablesOf(subject: MonitorSubject): Fields {
  return { ...VARIABLES[subject], ...ALWAYS };
}

export interface EnvironmentShape {
  readonly subject: MonitorSubject;
  readonly eventArguments: Fields;
  readonly callArguments: Fields;
  readonly reads: Fields;
}

const CLASSES: Readonly<Record<string, new (...values: never[]) => object>> = {
  Amount,
  Address: Account,
  EventArguments,
  CallArguments,
  Reads: ReadsView,
  Event: EventView,
  Call: CallView,
  Transfer: TransferView,
  Approval: ApprovalView,
  Finding: FindingView,
  Transaction: TransactionView,
  Block: BlockView,
  Score: ScoreView,
  Labels: LabelsView,
  State: StateView,
};

/** Fields by the name of their type; what is not here has none. */
export function typesOf({ eventArguments, callArguments, reads }: Omit<EnvironmentShape, 'subject'>): Readonly<Record<string, Fields>> {
  return {
    EventArguments: eventArguments,
    CallArguments: callArguments,
    Reads: reads,
    Event: EVENT_FIELDS,
    Call: CALL_FIELDS,
    Transfer: TRANSFER_FIELDS,
    Approval: APPROVAL_FIELDS,
    Finding: FINDING_FIELDS,
    Transaction: TRANSACTION_FIELDS,
    Block: BLOCK_FIELDS,
    Score: SCORE_FIELDS,
    State: STATE_FIELDS,
  };
}

/** The language of one monitor: what it may name, with types. Structure is bounded when it is parsed, time by `cost.ts`. */
export function celEnvironment({ subject, eventArguments, callArguments, reads }: EnvironmentShape): Environment {
  const environment = new Environment({
    limits: { maxAstNodes: 600, maxDepth: 40, maxListElements: 300, maxMapEntries: 50, maxCallArguments: 8 },
  });
  const types = typesOf({ eventArguments, callArguments, reads });
  for (const [name, ctor] of Object.entries(CLASSES)) environment.registerType(name, { ctor, fields: { ...types[name] } });
  for (const [name, of] of Object.entries(variablesOf(subject))) environment.registerVariable(name, of);
  withAmounts(environment);
  withAddresses(environment);
  environment
    .registerFunction('Labels.of(Address): list<string>', (labels: LabelsView, account: Account) => labels.of(account))
    .registerFunction('Labels.has(Address, string): bool', (labels: LabelsView, account: Account, category: string) =>
      labels.has(account, category),
    )
    .registerFunction('State.delta(Address, Address): Amount', (state: StateView, who: Account, token: Account) => state.delta(who, token))
    .registerFunction('State.inflow(Address, Address): Amount', (state: StateView, who: Account, token: Account) =>
      state.inflow(who, token),
    )
    .registerFunction('State.outflow(Address, Address): Amount', (state: StateView, who: Account, token: Account) =>
      state.outflow(who, token),
    );
  return environment;
}

const COMPARISONS = {
  '>': (a: bigint, b: bigint) => a > b,
  '>=': (a: bigint, b: bigint) => a >= b,
  '<': (a: bigint, b: bigint) => a < b,
  '<=': (a: bigint, b: bigint) => a <= b,
} as const;

const ARITHMETIC = {
  '+': (a: bigint, b: bigint) => a + b,
  '-': (a: bigint, b: bigint) => a - b,
  '*': (a: bigint, b: bigint) => a * b,
  '/': (a: bigint, b: bigint) => a / divisor(b),
  '%': (a: bigint, b: bigint) => a % divisor(b),
} as const;

function divisor(value: bigint): bigint {
  if (value === 0n) throw new RangeError('division by zero');
  return value;
}

function withAmounts(environment: Environment): void {
  for (const [sign, holds] of Object.entries(COMPARISONS))
    environment
      .registerOperator(`Amount ${sign} Amount`, (a: Amount, b: Amount) => holds(a.value, b.value))
      .registerOperator(`Amount ${sign} int`, (a: Amount, b: bigint) => holds(a.value, b))
      .registerOperator(`int ${sign} Amount`, (a: bigint, b: Amount) => holds(a, b.value));
  // Without its type the result of `int + Amount` would be taken for a whole number of the language.
  for (const [sign, of] of Object.entries(ARITHMETIC))
    environment
      .registerOperator(`Amount ${sign} Amount: Amount`, (a: Amount, b: Amount) => amountOf(of(a.value, b.value)))
      .registerOperator(`Amount ${sign} int: Amount`, (a: Amount, b: bigint) => amountOf(of(a.value, b)))
      .registerOperator(`int ${sign} Amount: Amount`, (a: bigint, b: Amount) => amountOf(of(a, b.value)));
  environment
    .registerOperator('Amount == Amount', (a: Amount, b: Amount) => a.value === b.value)
    .registerOperator('Amount == int', (a: Amount, b: bigint) => a.value === b)
    .registerOperator('-Amount', (a: Amount) => new Amount(-a.value))
    .registerFunction('amount(string): Amount', (text: string) => constantAmount(text, 0))
    .registerFunction('amount(string, int): Amount', (text: string, decimals: bigint) => constantAmount(text, Number(decimals)))
    .registerFunction('amount(int): Amount', (value: bigint) => amountOf(value))
    .registerFunction('double(Amount): double', (a: Amount) => Number(a.value))
    .registerFunction('string(Amount): string', (a: Amount) => a.toString())
    .registerFunction('abs(Amount): Amount', (a: Amount) => (a.value < 0n ? new Amount(-a.value) : a))
    .registerFunction('mulDiv(Amount, Amount, Amount): Amount', (a: Amount, b: Amount, c: Amount) =>
      amountOf((a.value * b.value) / divisor(c.value)),
    )
    .registerFunction('sum(list<Amount>): Amount', (list: readonly Amount[]) =>
      amountOf(list.reduce((total, { value }) => total + value, 0n)),
    )
    .registerFunction('max(list<Amount>): Amount', (list: readonly Amount[]) =>
      list.reduce((most, one) => (one.value > most.value ? one : most), list[0] ?? ZERO),
    );
}

const ZERO = new Amount(0n);

/** Amounts are mostly written out, and the same at every evaluation. */
const constants = new Map<string, Amount>();
const CONSTANTS = 5_000;

function constantAmount(text: string, decimals: number): Amount {
  const key = `${decimals}:${text}`;
  const known = constants.get(key);
  if (known !== undefined) return known;
  const amount = parseAmount(text, decimals);
  if (constants.size >= CONSTANTS) constants.clear();
  constants.set(key, amount);
  return amount;
}

function withAddresses(environment: Environment): void {
  environment
    .registerOperator('Address == Address', (a: Account, b: Account) => a.address === b.address)
    .registerFunction('addr(string): Address', addressFrom)
    .registerFunction('string(Address): string', (a: Account) => a.address);
}

const spelled = new Map<string, Account>();

/** Any spelling by case; one that mixes cases carries a checksum, which must hold. */
function addressFrom(text: string): Account {
  const known = spelled.get(text);
  if (known !== undefined) return known;
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new RangeError(`"${text.slice(0, 60)}" is no address: 0x and 40 hex digits`);
  const isMixed = /[a-f]/.test(text) && /[A-F]/.test(text.slice(2));
  if (isMixed && !isAddress(text)) throw new RangeError(`the checksum of ${text} is wrong: a digit is mistyped, or its case`);
  const account = accountOf(text.toLowerCase() as `0x${string}`);
  if (spelled.size >= CONSTANTS) spelled.clear();
  spelled.set(text, account);
  return account;
}

import type { Address, Hex } from '../chain/block.js';
import type { Reason } from '../detect/finding.js';
import type { ItemDecoder } from './decoded-item.js';
import type { Monitor, MonitorRead, StateQuestion } from './monitor.js';
import type { BlockView, FindingView, ScoreView } from './views/block-views.js';
import type { CallView, EventView } from './views/item-views.js';
import type { TransferView } from './views/movement-views.js';
import type { LabelsView, StateView } from './views/state-views.js';
import type { TransactionView } from './views/transaction-view.js';

/** What an expression is evaluated over; which are there depends on what the monitor is asked about. */
export type Scope = {
  readonly block: BlockView;
  readonly labels: LabelsView;
  readonly state?: StateView;
  readonly tx?: TransactionView;
  readonly event?: EventView;
  readonly call?: CallView;
  readonly transfer?: TransferView;
  readonly finding?: FindingView;
  readonly score?: ScoreView;
  readonly findings?: readonly FindingView[];
};

/** What must hold for the expression to be true: other events and calls need not be asked about. Null: anything may do. */
export interface MonitorFilter {
  /** Contracts that emit or are called, tokens: taken from the expression and the monitor's addresses. */
  readonly addresses: ReadonlySet<Hex> | null;
  /** First topics of events, selectors of calls, detectors of findings. */
  readonly topics: ReadonlySet<string> | null;
  /** The transaction's value, or the transfer's amount, is larger than this. */
  readonly above: bigint | null;
}

/** Steps that an evaluation takes at most: `Σ coefficients[i] · n^i`, n being the longest list that it may walk, and what reading texts takes. */
export interface CostBound {
  readonly nodes: number;
  readonly coefficients: readonly number[];
  /** How often as much as the longest text is read: `Σ texts[i] · n^i`. */
  readonly texts: readonly number[];
  /** It walks lists that may be long where the transaction is not. */
  readonly walksOther: boolean;
}

export interface CompiledStep {
  readonly monitorId: string;
  readonly seconds: number;
  /** Names the expression: what another monitor remembers for it. */
  readonly mark: string;
  entityOf(scope: Scope): string;
}

/** What sequences of others want remembered when this one matches. */
export interface CompiledMark {
  /** The expression, as it is written there. */
  readonly mark: string;
  /** Monitors of the same organisation that wait for it: where it cannot be told, they are blind. */
  readonly waiting: readonly string[];
  readonly cost: CostBound;
  entityOf(scope: Scope): string;
}

export interface CompiledRead {
  readonly id: string;
  readonly read: MonitorRead;
  readonly question: StateQuestion;
  /** Throws where the answer does not fit the function. */
  decode(answer: Hex): unknown;
}

/** A monitor that was checked and can be asked. Evaluations throw; the engine tells the owner. */
export interface CompiledMonitor {
  readonly monitor: Monitor;
  /** The monitor's addresses; null: all are watched. */
  readonly watched: ReadonlySet<Address> | null;
  readonly filter: MonitorFilter;
  /** Events or functions that it asks about, as far as the expression or its ABI says; empty: any. */
  readonly items: readonly { readonly signature: string; readonly key: string }[];
  readonly decoder: ItemDecoder;
  /** What a node must show so that nothing is missed; where it does not, the owner is told. */
  readonly sight: { readonly logs: boolean; readonly traces: boolean };
  readonly cost: CostBound;
  /** What of the scope it uses: the rest is not made. */
  readonly uses: ReadonlySet<string>;
  readonly reads: readonly CompiledRead[];
  readonly window: {
    readonly seconds: number;
    readonly over: bigint;
    groupOf(scope: Scope): string;
    /** 1 where matches are counted. */
    amountOf(scope: Scope): bigint;
  } | null;
  readonly steps: readonly CompiledStep[];
  readonly marks: readonly CompiledMark[];
  matches(scope: Scope): boolean;
  /** The comparisons that made it true, with what was seen. */
  explain(scope: Scope): readonly Reason[];
}

/** Steps that one evaluation may take. */
export const MOST_STEPS = 250_000;
/** Text that is read in the time of a step. */
export const CHARACTERS_A_STEP = 32;

/** Steps for lists of a length, and texts of so many characters. */
export function worstCost({ coefficients, texts }: CostBound, longest: number, longestText: number): number {
  return Math.ceil(valueAt(coefficients, longest) + valueAt(texts, longest) * Math.ceil(longestText / CHARACTERS_A_STEP));
}

function valueAt(coefficients: readonly number[], n: number): number {
  let total = 0;
  let power = 1;
  for (const coefficient of coefficients) {
    total += coefficient * power;
    power *= n;
  }
  return total;
}

/** As many elements as an argument or the features of a score can have. */
const LONGEST_OTHER_LIST = 1_000;

/** The longest list that an expression may walk where a transaction's has so many elements. */
export function longestFor({ walksOther }: CostBound, longest: number): number {
  return walksOther ? Math.max(longest, LONGEST_OTHER_LIST) : longest;
}

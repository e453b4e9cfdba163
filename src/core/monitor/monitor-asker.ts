import type { Party, Reason } from '../detect/finding.js';
import { messageOf } from '../errors.js';
import { type CompiledMonitor, type CostBound, longestFor, MOST_STEPS, type Scope, worstCost } from './compiled-monitor.js';
import { monitorKey } from './monitor.js';
import type { MonitorSet } from './monitor-set.js';
import { type Place, WHOLE } from './order-in-transaction.js';
import type { Moment, WatchMemory } from './watch-memory.js';

/** A monitor held, or could not be asked. */
export interface WatchMatch {
  readonly compiled: CompiledMonitor;
  readonly kind: 'match' | 'error';
  /** −1: of the block. */
  readonly row: number;
  readonly subject: Party;
  readonly parties: readonly Party[];
  readonly reasons: readonly Reason[];
  readonly group: string;
  /** What a window holds. */
  readonly total: bigint | null;
  /** Place of the event, call or transfer within the transaction; null: of the transaction as a whole. */
  readonly place: number | null;
  readonly message: string | null;
}

/** Steps that one organisation's monitors at one block may take. */
export const MOST_STEPS_A_BLOCK = 20_000_000;
/** Above the index of any transaction. */
const END_OF_BLOCK = Number.MAX_SAFE_INTEGER;
const TELL_AGAIN_S = 3_600;
const TELL_BLINDNESS_AGAIN_S = 86_400;

/** Where something is, and whom it is about. */
type Told = Pick<WatchMatch, 'row' | 'place' | 'subject' | 'parties'>;

/** One thing that a monitor is asked about. */
export interface Asked extends Told {
  /** Where in its transaction it is. */
  readonly happened: Place;
  /** What that comes to among all that is in the transaction; left out where nobody waits for it. */
  readonly order?: number;
  /** Only what the monitor uses is made. */
  scope(compiled: CompiledMonitor): Scope;
  /** The longest list that it may walk. */
  readonly longest: number;
  /** Characters of the longest text that it may read. */
  longestText(): number;
}

/** Evaluates monitors within one block: what they may cost, what they wait for, what they remember, and what becomes of an error. */
export class MonitorAsker {
  readonly matches: WatchMatch[] = [];
  private readonly spent = new Map<string, number>();

  constructor(
    private readonly block: { readonly at: number; readonly number: number },
    private readonly memory: WatchMemory,
    private readonly byKey: MonitorSet['byKey'],
  ) {}

  ask(compiled: CompiledMonitor, asked: Asked): void {
    try {
      this.afford(compiled.cost, compiled, asked);
      const scope = asked.scope(compiled);
      if (compiled.matches(scope)) this.matched(compiled, asked, scope);
    } catch (error) {
      this.fail(compiled, asked, messageOf(error), TELL_AGAIN_S);
    }
  }

  /** Something that it asks about could not be seen in this block: it may have matched. */
  tellBlindness(compiled: CompiledMonitor, asked: Pick<Asked, 'subject'>, message: string): void {
    this.fail(compiled, { row: -1, place: null, parties: [], ...asked }, message, TELL_BLINDNESS_AGAIN_S);
  }

  /** Before it is evaluated: what it would take at most for lists and texts as long as these. */
  private afford(cost: CostBound, { monitor }: CompiledMonitor, { longest, longestText }: Pick<Asked, 'longest' | 'longestText'>): void {
    const characters = cost.texts.length === 0 ? 0 : longestText();
    const steps = worstCost(cost, longestFor(cost, longest), characters);
    if (steps > MOST_STEPS)
      throw new RangeError(
        `too costly here: it could take ${steps} steps with lists of ${longest}${characters === 0 ? '' : ` and texts of ${characters} characters`}, and ${MOST_STEPS} are allowed`,
      );
    const spent = (this.spent.get(monitor.organisationId) ?? 0) + steps;
    this.spent.set(monitor.organisationId, spent);
    if (spent > MOST_STEPS_A_BLOCK)
      throw new RangeError(`the monitors of ${monitor.organisationId} took all that one block may cost; this one was not asked`);
  }

  private matched(compiled: CompiledMonitor, asked: Asked, scope: Scope): void {
    const { monitor, window, steps } = compiled;
    const key = monitorKey(monitor);
    const { at, number: blockNumber } = this.block;
    const moment: Moment = { at, blockNumber, transactionIndex: asked.row < 0 ? END_OF_BLOCK : asked.row, order: asked.order ?? WHOLE };
    if (!this.followed(compiled, scope, moment)) return;
    const group = window?.groupOf(scope) ?? '';
    let total: bigint | null = null;
    if (window !== null) {
      const added = this.memory.add(key, group, window.amountOf(scope), at, window.seconds, window.over);
      total = added.total;
      if (!added.wentOver) return;
    }
    const silent = steps.length > 0 ? `${group}|${steps.map((step) => step.entityOf(scope)).join('|')}` : group;
    if (this.memory.fire(key, silent || asked.subject.address, at, monitor.cooldownS))
      this.push(compiled, asked, { kind: 'match', reasons: compiled.explain(scope), group, total, message: null });
    this.mark(compiled, asked, scope, moment);
  }

  /** For those that wait for this one. Where it cannot be said what it was about, they may miss it: their owner is told, and the match itself stands. */
  private mark(compiled: CompiledMonitor, asked: Asked, scope: Scope, moment: Moment): void {
    const { organisationId, id } = compiled.monitor;
    for (const { mark, waiting, cost, entityOf } of compiled.marks) {
      try {
        this.afford(cost, compiled, asked);
        this.memory.mark(monitorKey(compiled.monitor), mark, entityOf(scope), moment);
      } catch (error) {
        const message = `${id} matched, and what it was about cannot be told by ${mark}: ${messageOf(error)}`;
        for (const other of waiting) {
          const blind = this.byKey.get(monitorKey({ organisationId, id: other }));
          if (blind !== undefined) this.fail(blind, asked, message, TELL_AGAIN_S);
        }
      }
    }
  }

  /** Whether what it waits for came before, in order, about the same entity. */
  private followed({ monitor, steps }: CompiledMonitor, scope: Scope, moment: Moment): boolean {
    let before = moment;
    for (const step of steps.toReversed()) {
      const key = monitorKey({ organisationId: monitor.organisationId, id: step.monitorId });
      const earlier = this.memory.marksOf(key, step.mark, step.entityOf(scope)).findLast((mark) => isBefore(mark, before));
      if (earlier === undefined || moment.at - earlier.at > step.seconds) return false;
      before = earlier;
    }
    return true;
  }

  private fail(compiled: CompiledMonitor, asked: Told, text: string, everyS: number): void {
    const message = text.split('\n')[0]?.slice(0, 300) ?? '';
    if (!this.memory.tell(monitorKey(compiled.monitor), kindOf(message), this.block.at, everyS)) return;
    this.push(compiled, asked, { kind: 'error', reasons: [{ id: 'error', text: message }], group: '', total: null, message });
  }

  private push(
    compiled: CompiledMonitor,
    { row, place, subject, parties }: Told,
    rest: Pick<WatchMatch, 'kind' | 'reasons' | 'group' | 'total' | 'message'>,
  ): void {
    this.matches.push({ compiled, row, place, subject, parties, ...rest });
  }
}

/** The same error about another token, or with another number, is the same error. */
function kindOf(message: string): string {
  return message.replace(/0x[0-9a-f]+|\d+/gi, '#');
}

/** At once counts as before: one may be about the other. */
function isBefore(a: Moment, b: Moment): boolean {
  if (a.blockNumber !== b.blockNumber) return a.blockNumber < b.blockNumber;
  if (a.transactionIndex !== b.transactionIndex) return a.transactionIndex < b.transactionIndex;
  const [first, second] = [a.order ?? WHOLE, b.order ?? WHOLE];
  return first === WHOLE || second === WHOLE || first <= second;
}

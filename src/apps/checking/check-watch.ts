import type { CheckAnswer } from '../../contracts/check-answer.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../ports/logger.js';
import type { Simulator } from '../../ports/simulator.js';
import type { Asking, CheckDesk } from './check-desk.js';

const LOOK_EVERY_MS = 1_000;
/** Who has not sent by then asks again. */
const WATCHED_FOR_MS = 10 * 60_000;
const MOST = 200;
const TIMEOUT_MS = 3_000;

interface Watched {
  readonly id: string;
  readonly chainId: number;
  readonly asking: Asking;
  readonly tell: (answer: CheckAnswer) => void;
  readonly untilMs: number;
}

/** Answers that somebody waits to act on are asked again with every block: where the state that was read has changed, that is told. */
export class CheckWatch {
  private readonly watched = new Set<Watched>();
  private readonly heads = new Map<number, number>();
  private readonly timer: ReturnType<typeof setInterval>;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly desk: CheckDesk,
    private readonly simulatorOf: (chainId: number) => Simulator | null,
    private readonly logger: Logger,
    private readonly nowMs: () => number,
  ) {
    this.timer = setInterval(() => {
      if (this.watched.size > 0) this.looking = this.looking.then(() => this.look());
    }, LOOK_EVERY_MS).unref();
  }

  /** Throws where the caller has no such check. Returns how to stop. */
  async watch(id: string, asking: Asking, tell: (answer: CheckAnswer) => void): Promise<() => void> {
    const { chainId, block } = await this.desk.get(id, asking);
    if (this.watched.size >= MOST) throw new Error(`More than ${MOST} checks are watched already.`);
    const entry: Watched = { id, chainId, asking, tell, untilMs: this.nowMs() + WATCHED_FOR_MS };
    this.watched.add(entry);
    if (block !== null && !this.heads.has(chainId)) this.heads.set(chainId, block.number);
    return () => void this.watched.delete(entry);
  }

  private async look(): Promise<void> {
    for (const entry of this.watched) if (entry.untilMs < this.nowMs()) this.watched.delete(entry);
    for (const chainId of new Set([...this.watched].map((entry) => entry.chainId))) {
      try {
        const head = await this.simulatorOf(chainId)?.block(TIMEOUT_MS);
        if (head === undefined || head.number === this.heads.get(chainId)) continue;
        this.heads.set(chainId, head.number);
        await Promise.all([...this.watched].filter((entry) => entry.chainId === chainId).map((entry) => this.again(entry)));
      } catch (error) {
        this.logger.warn({ chainId, error: messageOf(error) }, 'checks that are waited on could not be looked at again');
      }
    }
  }

  private async again(entry: Watched): Promise<void> {
    const changed = await this.desk.recheckIfChanged(entry.id, entry.asking);
    if (changed === null || !this.watched.has(entry)) return;
    this.watched.delete(entry);
    entry.tell(changed);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.watched.clear();
    await this.looking;
  }
}

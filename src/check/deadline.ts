import { RetryableError } from '../core/errors.js';

/** The time that one check has as a whole, and how much of it nodes took. */
export class Deadline {
  private readonly endsAtMs: number;
  private waiting = 0;
  private waitsSinceMs = 0;
  private waitedForMs = 0;

  constructor(
    forMs: number,
    private readonly nowMs: () => number,
  ) {
    this.endsAtMs = nowMs() + forMs;
  }

  get leftMs(): number {
    return Math.max(1, this.endsAtMs - this.nowMs());
  }

  /** While at least one thing was waited for. */
  get waitedMs(): number {
    return this.waitedForMs + (this.waiting > 0 ? this.nowMs() - this.waitsSinceMs : 0);
  }

  /** The work's result, or a RetryableError once the time is over. What the work says later is not heard. */
  async within<T>(work: (timeoutMs: number) => Promise<T>): Promise<T> {
    const { leftMs } = this;
    if (this.waiting === 0) this.waitsSinceMs = this.nowMs();
    this.waiting += 1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new RetryableError('check-deadline', 'The time for this check was over.')), leftMs);
    });
    try {
      return await Promise.race([work(leftMs), over]);
    } finally {
      clearTimeout(timer);
      this.waiting -= 1;
      if (this.waiting === 0) this.waitedForMs += this.nowMs() - this.waitsSinceMs;
    }
  }
}

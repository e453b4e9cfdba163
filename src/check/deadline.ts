import { RetryableError } from '../core/errors.js';

/** The time that one check has as a whole. */
export class Deadline {
  private readonly endsAtMs: number;

  constructor(
    forMs: number,
    private readonly nowMs: () => number,
  ) {
    this.endsAtMs = nowMs() + forMs;
  }

  get leftMs(): number {
    return Math.max(1, this.endsAtMs - this.nowMs());
  }

  /** The work's result, or a RetryableError once the time is over. What the work says later is not heard. */
  async within<T>(work: (timeoutMs: number) => Promise<T>): Promise<T> {
    const { leftMs } = this;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new RetryableError('check-deadline', 'The time for this check was over.')), leftMs);
    });
    try {
      return await Promise.race([work(leftMs), over]);
    } finally {
      clearTimeout(timer);
    }
  }
}

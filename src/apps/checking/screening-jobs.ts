import { randomUUID } from 'node:crypto';
import type { ScreeningJob } from '../../contracts/screening.js';
import type { Address } from '../../core/chain/block.js';
import { messageOf } from '../../core/errors.js';
import type { Screening, ScreeningStore } from '../../ports/check-store.js';
import type { Logger } from '../../ports/logger.js';
import type { AddressScreener } from './address-screener.js';

const AT_ONCE = 100;

/** Long lists of addresses, screened one page after the other; after a restart they go on where they were. */
export class ScreeningJobs {
  private running: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly store: ScreeningStore,
    private readonly screener: AddressScreener,
    private readonly logger: Logger,
    private readonly nowMs: () => number,
  ) {}

  /** What an earlier process left unfinished. */
  async resume(): Promise<void> {
    for (const screening of await this.store.running()) this.queue(screening);
  }

  async begin(chainId: number, organisationId: string, addresses: readonly Address[]): Promise<ScreeningJob> {
    const screening: Screening = {
      id: randomUUID(),
      organisationId,
      chainId,
      state: 'running',
      total: addresses.length,
      done: 0,
      createdAtMs: this.nowMs(),
      problem: null,
    };
    await this.store.begin(screening, addresses);
    this.queue(screening);
    return jobView(screening);
  }

  private queue(screening: Screening): void {
    this.running = this.running.then(() => this.run(screening)).catch((error: unknown) => this.failed(screening, error));
  }

  private async run({ id, chainId, organisationId }: Screening): Promise<void> {
    for (;;) {
      if (this.isClosed) return;
      const open = await this.store.open(id, AT_ONCE);
      if (open.length === 0) return this.store.end(id, 'done', null);
      const screened = await this.screener.screen(
        open.map(({ address }) => address),
        { chainId, organisationId, hops: 1, withApprovals: false },
      );
      await this.store.finish(
        id,
        open.map(({ row }, i) => ({ row, result: JSON.stringify(screened[i]) })),
      );
    }
  }

  private async failed({ id }: Screening, error: unknown): Promise<void> {
    if (this.isClosed) return;
    this.logger.warn({ id, error: messageOf(error) }, 'a screening could not be finished');
    await this.store.end(id, 'failed', messageOf(error)).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.running;
  }
}

export function jobView({ id, state, total, done, problem }: Screening): ScreeningJob {
  return { id, state, total, done, problem };
}

import type { Opinion, Opinions } from '../../check/opinions.js';
import type { Address } from '../../core/chain/block.js';
import { messageOf } from '../../core/errors.js';
import type { OpinionStore, StoredOpinion } from '../../ports/check-store.js';
import type { Logger } from '../../ports/logger.js';

/** Within this what was said in one process is heard in all. */
const REFRESH_MS = 15_000;

/** What people said of answers, in memory: read again by itself, and at once where it was said here. */
export class OpinionBook implements Opinions {
  private byAddress: ReadonlyMap<string, readonly Opinion[]> = new Map();
  private readonly timer: ReturnType<typeof setInterval>;

  private constructor(
    private readonly store: OpinionStore,
    private readonly nowMs: () => number,
    logger: Logger,
  ) {
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) =>
        logger.warn({ error: messageOf(error) }, 'feedback could not be read again; what is known stays'),
      );
    }, REFRESH_MS).unref();
  }

  static async open(store: OpinionStore, logger: Logger, nowMs: () => number): Promise<OpinionBook> {
    const book = new OpinionBook(store, nowMs, logger);
    await book.refresh();
    return book;
  }

  about(organisationId: string, chainId: number, address: Address): readonly Opinion[] {
    const all = this.byAddress.get(`${chainId}:${address}`) ?? [];
    return all.filter((each) => each.organisationId === null || each.organisationId === organisationId);
  }

  async add(opinions: readonly StoredOpinion[]): Promise<void> {
    await this.store.put(opinions);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const byAddress = new Map<string, Opinion[]>();
    for (const { keyId, ...each } of await this.store.standing(this.nowMs())) {
      const key = `${each.chainId}:${each.address}`;
      byAddress.set(key, [...(byAddress.get(key) ?? []), { ...each, by: keyId }]);
    }
    this.byAddress = byAddress;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

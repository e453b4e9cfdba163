import { type CheckPolicy, checkPolicySchema } from '../../contracts/check-policy.js';
import { messageOf } from '../../core/errors.js';
import type { PolicyStore } from '../../ports/check-store.js';
import type { Logger } from '../../ports/logger.js';

const REFRESH_MS = 15_000;

/** Stored thresholds of organisations and of their accounts, in memory. */
export class PolicyBook {
  private policies: readonly { readonly organisationId: string; readonly policy: CheckPolicy }[] = [];
  private readonly timer: ReturnType<typeof setInterval>;

  private constructor(
    private readonly store: PolicyStore,
    private readonly nowMs: () => number,
    logger: Logger,
  ) {
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) =>
        logger.warn({ error: messageOf(error) }, 'policies could not be read again; those known stay'),
      );
    }, REFRESH_MS).unref();
  }

  static async open(store: PolicyStore, logger: Logger, nowMs: () => number): Promise<PolicyBook> {
    const book = new PolicyBook(store, nowMs, logger);
    await book.refresh();
    return book;
  }

  of(organisationId: string): readonly CheckPolicy[] {
    return this.policies.filter((each) => each.organisationId === organisationId).map(({ policy }) => policy);
  }

  named(organisationId: string, name: string): CheckPolicy | null {
    return this.of(organisationId).find((policy) => policy.name === name) ?? null;
  }

  /** The policy that names an account; null: none does. */
  ofAccount(organisationId: string, account: string): CheckPolicy | null {
    const wanted = account.toLowerCase();
    return this.of(organisationId).find(({ accounts }) => accounts.some((each) => each.toLowerCase() === wanted)) ?? null;
  }

  async put(organisationId: string, policy: CheckPolicy): Promise<void> {
    await this.store.put({ organisationId, name: policy.name, body: JSON.stringify(policy) }, this.nowMs());
    await this.refresh();
  }

  async remove(organisationId: string, name: string): Promise<boolean> {
    const isRemoved = await this.store.remove(organisationId, name);
    await this.refresh();
    return isRemoved;
  }

  async refresh(): Promise<void> {
    const stored = await this.store.all();
    this.policies = stored.map(({ organisationId, body }) => ({ organisationId, policy: checkPolicySchema.parse(JSON.parse(body)) }));
  }

  close(): void {
    clearInterval(this.timer);
  }
}

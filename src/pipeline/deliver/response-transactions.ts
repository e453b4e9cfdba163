import type { Address, Hex } from '../../core/chain/block.js';
import type { TransactionAction } from '../../core/respond/response.js';
import type { NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun, SignedTransaction } from '../../ports/response-store.js';
import type { Signer, TransactionSender } from '../../ports/transaction-sender.js';
import { type Detail, dead, exchangeOf, type RecordDeps, type ResponseRecord } from './response-record.js';

export interface TransactionDeps extends RecordDeps {
  readonly signers: ReadonlyMap<string, Signer>;
  /** Null: no node of the chain is configured here. */
  senderOf(chainId: number): TransactionSender | null;
  /** keccak-256 of serialized bytes. */
  readonly hashOf: (raw: Hex) => Hex;
}

/** Well within a claim of the outbox. */
const FOLLOWED_MS = 20_000;
/** How long a receipt is looked for after the nonce was seen taken: of nodes behind one address, one may have the block and another not yet. */
const OVERTAKEN_AFTER_MS = 30_000;
/** Where the nonce was seen taken; within a claim, too. */
const FOLLOWED_AT_MOST_MS = 40_000;
const LOOK_EVERY_MS = 500;
const LOOK_AGAIN_EVERY_MS = 2_000;
const AGAIN_MS = 3_000;
/** Longer than any pause between two tries: whoever was to follow it does so no more. */
const ABANDONED_AFTER_MS = 15 * 60_000;
const WEI_PER_GWEI = 1_000_000_000;

/** Why it must not be done now; null: it may. */
export type Refusal = () => Promise<string | null>;

/** One transaction a run: simulated, signed and kept, then sent, and followed to its block. The same bytes at each try. */
export class ResponseTransactions {
  constructor(
    private readonly deps: TransactionDeps,
    private readonly record: ResponseRecord,
  ) {}

  /** Simulates, signs and keeps, then goes on with it. */
  async begin(run: ResponseRun, action: TransactionAction, refusal: Refusal): Promise<NotifyResult> {
    const { clock, responses, hashOf } = this.deps;
    const { sender, signer } = this.partsOf(action);
    const call = callOf(action, signer);
    const simulated = await sender.simulate(call);
    if ('revert' in simulated) {
      const reason = `it would revert: ${simulated.revert}`;
      await this.record.end(run, 'failed', reason, {});
      return dead(reason);
    }
    const nonce = await sender.nonce(signer.address, 'pending');
    const raw = await signer.sign({
      ...call,
      chainId: action.chainId,
      nonce,
      gasLimit: action.gasLimit === null ? (simulated.gas * 4n) / 3n : BigInt(action.gasLimit),
      maxFeePerGas: weiOf(action.maxFeePerGasGwei),
      maxPriorityFeePerGas: weiOf(action.maxPriorityFeePerGasGwei),
    });
    const now = clock.nowMs();
    const kept = await responses.keepSigned(
      run.id,
      { action, from: signer.address, nonce, raw, hash: hashOf(raw) },
      now,
      now - ABANDONED_AFTER_MS,
    );
    if (kept === 'nonce-taken')
      return { kind: 'retry', reason: `the nonce ${nonce} is another response's`, afterMs: AGAIN_MS, exchange: null };
    if (kept.transaction === null) return dead('what was signed was not kept: it was withheld meanwhile');
    await this.record.audited(run, 'response.signed', { hash: kept.transaction.hash, nonce: kept.transaction.nonce });
    return this.goOn(kept, kept.transaction, refusal);
  }

  /** Sends what was signed, unless it must not be; what a node may have is followed in any case, and never becomes another. */
  async goOn(run: ResponseRun, transaction: SignedTransaction, refusal: Refusal): Promise<NotifyResult> {
    const startedAt = performance.now();
    const { responses, clock } = this.deps;
    const { action, from, raw, hash, nonce } = transaction;
    const sender = this.senderOf(action.chainId);
    const why = await refusal();
    if (why !== null && run.state === 'signed') {
      const withheld = await this.record.withhold(run, why);
      if (withheld !== null) return withheld;
    }
    if (!(await responses.markSent(run.id, clock.nowMs()))) return dead('it was withheld meanwhile');
    if (why === null && (await sender.receipt(hash)) === null) {
      await sender.send(raw);
      if (run.state === 'signed') await this.record.audited(run, 'response.sent', { hash, nonce });
    }
    const exchange = (answer: Detail | null) =>
      exchangeOf(
        'eth_sendRawTransaction',
        `chain ${action.chainId}`,
        { ...shownCall(action, from), nonce, hash },
        answer,
        performance.now() - startedAt,
      );
    const receipt = await this.followed(sender, { hash, nonce, from });
    if (receipt === null) {
      const reason =
        why === null ? `sent as ${hash}, not mined yet` : `sent as ${hash} before, not mined yet; it is not sent again: ${why}`;
      return { kind: 'retry', reason, afterMs: AGAIN_MS, exchange: exchange(null) };
    }
    if (receipt === 'overtaken') {
      const reason = `another transaction of the signer took the nonce ${nonce}: ${hash} will never be mined`;
      await this.record.end(run, 'failed', reason, { hash, nonce });
      return { kind: 'dead', reason, exchange: exchange(null) };
    }
    const { succeeded, blockNumber } = receipt;
    const answer = exchange({ status: succeeded ? 'success' : 'reverted', blockNumber });
    const reason = succeeded ? null : `${hash} reverted in block ${blockNumber}`;
    await this.record.end(run, succeeded ? 'done' : 'reverted', reason, { hash, blockNumber }, blockNumber);
    return reason === null ? { kind: 'delivered', status: null, exchange: answer } : { kind: 'dead', reason, exchange: answer };
  }

  /** Null: still waiting. `overtaken`: another transaction of the signer was mined in its place. */
  private async followed(
    sender: TransactionSender,
    { hash, nonce, from }: { readonly hash: Hex; readonly nonce: number; readonly from: Address },
  ) {
    const { clock } = this.deps;
    let takenAtMs: number | null = null;
    for (let waitedMs = 0; ; ) {
      // Asked before the receipt: one that is mined between the two is there, unless another node answers.
      const next = await sender.nonce(from, 'latest');
      const receipt = await sender.receipt(hash);
      if (receipt !== null) return receipt;
      if (next > nonce) takenAtMs ??= waitedMs;
      if (takenAtMs !== null && waitedMs - takenAtMs >= OVERTAKEN_AFTER_MS) return 'overtaken';
      if (waitedMs >= (takenAtMs === null ? FOLLOWED_MS : FOLLOWED_AT_MOST_MS)) return null;
      const pauseMs = takenAtMs === null ? LOOK_EVERY_MS : LOOK_AGAIN_EVERY_MS;
      await clock.sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }

  /** What would be done, done on nothing but a simulation. */
  async tried(action: TransactionAction): Promise<NotifyResult> {
    const startedAt = performance.now();
    const { sender, signer } = this.partsOf(action);
    const simulated = await sender.simulate(callOf(action, signer));
    const answer = 'gas' in simulated ? { gas: String(simulated.gas) } : { revert: simulated.revert };
    const exchange = exchangeOf(
      'eth_estimateGas (dry run)',
      `chain ${action.chainId}`,
      shownCall(action, signer.address),
      answer,
      performance.now() - startedAt,
    );
    if ('revert' in simulated) return { kind: 'dead', reason: `it would revert: ${simulated.revert}`, exchange };
    return { kind: 'delivered', status: null, exchange };
  }

  /** Rejects with what is missing. Nothing is simulated, for what is paused cannot be paused. */
  async rehearse(action: TransactionAction): Promise<void> {
    const { sender, signer } = this.partsOf(action);
    if ((await sender.balance(signer.address)) === 0n)
      throw new Error(`the signer ${action.signer} (${signer.address}) has nothing to pay gas with`);
    if (!(await sender.hasCode(action.to))) throw new Error(`there is no code at ${action.to}`);
  }

  private partsOf(action: TransactionAction): { readonly sender: TransactionSender; readonly signer: Signer } {
    const signer = this.deps.signers.get(action.signer);
    if (signer === undefined) throw new Error(`the operator has no signer ${action.signer}: TOCSIN_RESPONSES`);
    return { sender: this.senderOf(action.chainId), signer };
  }

  private senderOf(chainId: number): TransactionSender {
    const sender = this.deps.senderOf(chainId);
    if (sender === null) throw new Error(`no node of chain ${chainId} is configured where messages are sent: TOCSIN_CHAINS`);
    return sender;
  }
}

function callOf({ to, data, valueWei }: TransactionAction, { address }: Signer) {
  return { from: address, to, data, valueWei: BigInt(valueWei) };
}

function shownCall({ chainId, to, function: called, args, data, valueWei }: TransactionAction, from: Address): Detail {
  return { chainId, from, to, function: called, args, data, valueWei };
}

/** Gwei to the last wei: L2s charge thousandths of one. */
function weiOf(gwei: number): bigint {
  return BigInt(Math.round(gwei * WEI_PER_GWEI));
}

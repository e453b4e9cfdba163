import type { Address, Hex } from '../../core/chain/block.js';
import type { ResponseAction } from '../../core/respond/response.js';
import type { Clock } from '../../ports/clock.js';
import type { NotifyResult } from '../../ports/notifier.js';
import type { ResponseRun, ResponseStore } from '../../ports/response-store.js';
import type { Signer, TransactionSender } from '../../ports/transaction-sender.js';
import { type Detail, dead, exchangeOf, type ResponseRecord } from './response-record.js';

export interface TransactionDeps {
  readonly responses: ResponseStore;
  readonly signers: ReadonlyMap<string, Signer>;
  /** Null: no node of the chain is configured here. */
  senderOf(chainId: number): TransactionSender | null;
  readonly clock: Clock;
  /** keccak-256 of serialized bytes. */
  readonly hashOf: (raw: Hex) => Hex;
}

export type TransactionAction = Extract<ResponseAction, { kind: 'transaction' }>;

/** Well within a claim of the outbox. */
const FOLLOWED_MS = 20_000;
const LOOK_EVERY_MS = 500;
const AGAIN_MS = 3_000;
const GWEI = 1_000_000_000n;

/** One transaction a run: simulated, signed and kept, then sent, and followed to its block. The same bytes at each try. */
export class ResponseTransactions {
  constructor(
    private readonly deps: TransactionDeps,
    private readonly record: ResponseRecord,
  ) {}

  /** `mayBeSent`: else it is only followed, where it was signed before. */
  async send(run: ResponseRun, action: TransactionAction, mayBeSent: boolean): Promise<NotifyResult> {
    const startedAt = performance.now();
    const { sender, signer } = this.partsOf(action);
    const signed = run.transaction === null ? await this.signed(run, action, sender, signer) : run;
    if ('kind' in signed) return signed;
    const { transaction } = signed;
    if (transaction === null) return dead('the signed transaction was not kept');
    const { raw, hash, nonce } = transaction;
    const shown = { ...shownCall(action, signer), nonce, hash };
    const exchange = (answer: Detail | null) =>
      exchangeOf('eth_sendRawTransaction', `chain ${action.chainId}`, shown, answer, performance.now() - startedAt);
    if (mayBeSent && (await sender.receipt(hash)) === null) {
      await sender.send(raw);
      await this.record.audited(run, 'response.sent', { hash, nonce });
    }
    const receipt = await this.followed(sender, { hash, nonce, from: signer.address });
    if (receipt === null || receipt === 'overtaken') {
      if (receipt === null) return { kind: 'retry', reason: `sent as ${hash}, not mined yet`, afterMs: AGAIN_MS, exchange: exchange(null) };
      const reason = `another transaction of the signer took the nonce ${nonce}: ${hash} will never be mined`;
      await this.record.end(run, 'failed', reason, { hash, nonce });
      return { kind: 'dead', reason, exchange: exchange(null) };
    }
    const { succeeded, blockNumber } = receipt;
    const answer = exchange({ status: succeeded ? 'success' : 'reverted', blockNumber });
    await this.record.end(
      run,
      succeeded ? 'done' : 'reverted',
      succeeded ? null : 'it reverted when it was mined',
      { hash, blockNumber },
      blockNumber,
    );
    return succeeded
      ? { kind: 'delivered', status: null, exchange: answer }
      : { kind: 'dead', reason: `${hash} reverted in block ${blockNumber}`, exchange: answer };
  }

  /** Simulates, signs and keeps; nothing is sent. */
  private async signed(
    run: ResponseRun,
    action: TransactionAction,
    sender: TransactionSender,
    signer: Signer,
  ): Promise<ResponseRun | NotifyResult> {
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
    const { chainId, signer: name } = action;
    const hash = this.deps.hashOf(raw);
    const kept = await this.deps.responses.keepSigned(run.id, { chainId, signer: name, nonce, raw, hash }, this.deps.clock.nowMs());
    if (kept === 'nonce-taken')
      return { kind: 'retry', reason: `the nonce ${nonce} is another response's`, afterMs: AGAIN_MS, exchange: null };
    await this.record.audited(run, 'response.signed', { hash: kept.transaction?.hash ?? hash, nonce });
    return kept;
  }

  /** Null: still waiting. `overtaken`: another transaction of the signer was mined in its place. */
  private async followed(
    sender: TransactionSender,
    { hash, nonce, from }: { readonly hash: Hex; readonly nonce: number; readonly from: Address },
  ) {
    const { clock } = this.deps;
    for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
      // Asked before the receipt: one that is mined between the two is there.
      const next = await sender.nonce(from, 'latest');
      const receipt = await sender.receipt(hash);
      if (receipt !== null) return receipt;
      if (next > nonce) return 'overtaken';
      if (waitedMs >= FOLLOWED_MS) return null;
      await clock.sleep(LOOK_EVERY_MS);
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
      shownCall(action, signer),
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
    const sender = this.deps.senderOf(action.chainId);
    if (sender === null) throw new Error(`no node of chain ${action.chainId} is configured where messages are sent: TOCSIN_CHAINS`);
    const signer = this.deps.signers.get(action.signer);
    if (signer === undefined) throw new Error(`the operator has no signer ${action.signer}: TOCSIN_RESPONSES`);
    return { sender, signer };
  }
}

function callOf({ to, data, valueWei }: TransactionAction, { address }: Signer) {
  return { from: address, to, data, valueWei: BigInt(valueWei) };
}

function shownCall({ chainId, to, function: called, args, data, valueWei }: TransactionAction, { address }: Signer): Detail {
  return { chainId, from: address, to, function: called, args, data, valueWei };
}

function weiOf(gwei: number): bigint {
  return BigInt(Math.round(gwei * 1_000)) * (GWEI / 1_000n);
}

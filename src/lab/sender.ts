import { keccak256 } from 'viem';
import type { Address, Hex } from '../core/chain/block.js';
import { numberAt } from '../core/chain/quantity.js';
import { FatalError } from '../core/errors.js';
import type { Resident } from './accounts.js';
import { rpc, rpcBatch } from './devnet/rpc.js';
import type { Random } from './random.js';

export interface Call {
  /** Null deploys. */
  readonly to: Address | null;
  /** A function where a signature goes into it: signing takes its time. */
  readonly data?: Hex | (() => Promise<Hex>);
  readonly valueWei?: bigint;
  readonly gas?: bigint;
  /** Accounts that put on code with this transaction (EIP-7702). */
  readonly delegations?: readonly Delegation[];
  /** It is meant to fail. */
  readonly reverts?: boolean;
}

export interface Delegation {
  readonly authority: Resident;
  readonly delegate: Address;
  readonly nonce: number;
}

/** A transaction that waits for the next block; its hash is known once it was signed. */
export interface Sent {
  readonly from: Resident;
  readonly call: Call;
  readonly nonce: number;
  /** Whose story it belongs to; null for everyday life. */
  readonly story: Story | null;
  hash: Hex | null;
}

export interface Story {
  readonly detectorId: string;
  readonly side: 'attack' | 'twin';
}

export interface Refusal {
  readonly sent: Sent;
  readonly reason: string;
}

const GAS_PLAIN = 21_000n;
const GAS_CALL = 1_200_000n;
const GAS_DEPLOY = 4_000_000n;
const MAX_KNOWN = 2_000;
const GWEI = 10n ** 9n;
const MAX_FEE = 40n * GWEI;

/** Signs what residents send and hands it to the node in order. The town is the only one that uses its keys, so it counts nonces itself. */
export class Sender {
  private readonly nonces = new Map<Address, number>();
  /** Who has sent, oldest first. Newcomers are forgotten in that order beyond the bound: their stories are long over. */
  private readonly known = new Map<Address, Resident>();
  private readonly lasting: ReadonlySet<Address>;
  private waiting: Sent[] = [];

  constructor(
    private readonly url: string,
    private readonly chainId: number,
    private readonly random: Random,
    private readonly residents: readonly Resident[],
  ) {
    this.lasting = new Set(residents.map(({ address }) => address));
  }

  /** Asks the chain what the town's lasting residents have sent before. */
  begin(): Promise<void> {
    return this.recall(this.residents);
  }

  private async recall(residents: readonly Resident[]): Promise<void> {
    const calls = residents.map(({ address }) => ({ method: 'eth_getTransactionCount', params: [address, 'pending'] }));
    const answers = await rpcBatch(this.url, calls);
    residents.forEach(({ address }, i) => {
      const answer = answers[i];
      if (answer?.ok !== true) throw new FatalError('lab-nonce', `The devnet does not tell the nonce of ${address}.`);
      this.nonces.set(address, numberAt(answer.result, 'nonce'));
    });
  }

  /** Starts over after the chain changed behind the town: what still waits in the node's pool is dropped, and all nonces are asked again. */
  async startOver(): Promise<void> {
    this.waiting = [];
    await rpc(this.url, 'anvil_dropAllTransactions');
    await this.recall([...this.known.values()]);
  }

  nonceOf(resident: Resident): number {
    return this.nonces.get(resident.address) ?? 0;
  }

  send(from: Resident, call: Call, story: Story | null = null): Sent {
    const sent: Sent = { from, call, nonce: this.takeNonce(from), story, hash: null };
    this.waiting.push(sent);
    return sent;
  }

  private remember(from: Resident): void {
    this.known.set(from.address, from);
    if (this.known.size <= MAX_KNOWN) return;
    for (const address of this.known.keys()) {
      if (this.lasting.has(address)) continue;
      this.known.delete(address);
      this.nonces.delete(address);
      return;
    }
  }

  /** Everything that waits goes to the node; what it refuses comes back, and the nonces of those people are asked again. */
  async flush(): Promise<{ readonly sent: readonly Sent[]; readonly refusals: readonly Refusal[] }> {
    const batch = this.waiting;
    this.waiting = [];
    const signed: Hex[] = [];
    for (const sent of batch) {
      const raw = await this.sign(sent);
      sent.hash = keccak256(raw);
      signed.push(raw);
    }
    const answers = await rpcBatch(
      this.url,
      signed.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] })),
    );
    const refusals = batch.flatMap((sent, i): Refusal[] => {
      const answer = answers[i];
      return answer === undefined || answer.ok ? [] : [{ sent, reason: answer.message }];
    });
    if (refusals.length > 0) await this.recall([...new Set(refusals.map(({ sent }) => sent.from))]);
    return { sent: batch, refusals };
  }

  /** Counts a nonce that is used without a transaction of one's own. */
  takeNonce(resident: Resident): number {
    const nonce = this.nonceOf(resident);
    this.nonces.set(resident.address, nonce + 1);
    this.remember(resident);
    return nonce;
  }

  private async sign({ from, call, nonce }: Sent): Promise<Hex> {
    const common = {
      chainId: this.chainId,
      nonce,
      to: call.to,
      value: call.valueWei ?? 0n,
      data: typeof call.data === 'function' ? await call.data() : (call.data ?? ('0x' as const)),
      gas: call.gas ?? (call.to === null ? GAS_DEPLOY : call.data === undefined ? GAS_PLAIN : GAS_CALL),
    };
    const authorizationList = await Promise.all(
      (call.delegations ?? []).map(({ authority, delegate, nonce: at }) =>
        authority.account.signAuthorization({ chainId: this.chainId, address: delegate, nonce: at }),
      ),
    );
    const tip = BigInt(this.random.between(50, 300)) * 10n ** 7n;
    if (authorizationList.length > 0)
      return from.account.signTransaction({
        ...common,
        type: 'eip7702',
        authorizationList,
        maxFeePerGas: MAX_FEE,
        maxPriorityFeePerGas: tip,
      });
    // Old wallets still send the first kind of transaction.
    if (this.random.chance(0.2)) return from.account.signTransaction({ ...common, type: 'legacy', gasPrice: MAX_FEE / 8n + tip });
    return from.account.signTransaction({ ...common, type: 'eip1559', maxFeePerGas: MAX_FEE, maxPriorityFeePerGas: tip });
  }
}

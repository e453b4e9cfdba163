import type { Address, Hex } from '../core/chain/block.js';
import type { DetectContext, InspectedTransaction } from '../core/detect/detector.js';
import type { AccountState, SimulationBlock } from '../ports/simulator.js';
import type { CallNode } from './decode/call-tree.js';
import type { BalanceChange } from './simulate/balance-changes.js';
import type { Exposure } from './simulate/exposures.js';
import type { SignedIntent, SigningDomain, TypedData } from './typed-data/signed-intent.js';

export type SubjectKind = 'transaction' | 'calls' | 'typedData' | 'message' | 'userOperation' | 'authorization';

/** What the code of an address says. */
export interface CodeInfo {
  readonly bytes: number;
  /** EIP-7702: an account that runs this contract's code. */
  readonly delegatesTo: Address | null;
  /** What a proxy runs, outermost first; the last one is where the code is. */
  readonly proxies: readonly ProxyStep[];
  /** Functions that its dispatcher knows, those of what it delegates to among them. */
  readonly selectors: ReadonlySet<Hex>;
  /** What of its surroundings the code branches on. */
  readonly branchesOn: ReadonlySet<string>;
  readonly hasSelfdestruct: boolean;
  /** To tell how alike two codes are: see `core/chain/bytecode.ts`. */
  readonly sketch: readonly number[];
}

export interface ProxyStep {
  readonly kind: 'eip1967' | 'eip1967-beacon' | 'eip1167' | 'safe' | 'diamond' | 'eip7702' | 'eip1822';
  readonly implementation: Address;
}

/** One simulated step, in one environment. */
export interface StepOutcome {
  readonly status: 'succeeded' | 'reverted';
  readonly revertReason: string | null;
  readonly gasUsed: number | null;
  readonly tx: InspectedTransaction;
}

/** All steps of a request in one environment, in order. */
export interface EnvironmentOutcome {
  readonly environment: string;
  readonly steps: readonly StepOutcome[];
}

/** EIP-7702, as it is asked for. */
export interface AskedDelegation {
  readonly account: Address;
  readonly delegate: Address;
  readonly chainId: number;
  readonly nonce: bigint | null;
  /** What the account delegates to now. */
  readonly before: Address | null;
  /** What happened to coins that were paid to the account with the new code; null: not tried. */
  readonly probe: DelegationProbe | null;
}

export interface DelegationProbe {
  /** Who got the coins that were paid in; null: they stayed. */
  readonly sweptTo: Address | null;
  /** A function by which a stranger could move the account's coins; null: none was found. */
  readonly openTo: string | null;
}

export interface AskedFields {
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly nonce: bigint | null;
  readonly gas: number | null;
  readonly gasPriceWei: bigint | null;
  readonly maxFeePerGasWei: bigint | null;
  readonly maxPriorityFeePerGasWei: bigint | null;
}

export interface MessageFacts {
  readonly text: string | null;
  readonly bytes: Hex | null;
  readonly signIn: SignIn | null;
}

/** EIP-4361. */
export interface SignIn {
  readonly domain: string;
  readonly address: Address;
  readonly chainId: number | null;
  readonly uri: string | null;
  readonly issuedAt: string | null;
  readonly expirationTime: string | null;
}

export interface SignatureFacts {
  readonly data: TypedData;
  readonly domain: SigningDomain;
  /** Null: the scheme is not known. */
  readonly intent: SignedIntent | null;
}

export interface TokenFacts {
  readonly symbol: string | null;
  readonly decimals: number | null;
}

/** A stored value that decides about the outcome: with it turned, this is lost. */
export interface Switch {
  readonly contract: Address;
  readonly slot: Hex;
  readonly change: string;
  /** Money is taken that is not taken as it stands: no honest contract does that when it is closed. */
  readonly isTrap: boolean;
}

export interface LaterOutcome {
  readonly hours: number;
  readonly change: string;
  readonly isTrap: boolean;
}

/** A token that was bought and cannot be moved on as it came. */
export interface TokenTrap {
  readonly token: Address;
  /** Null: the transfer is refused. Else how much of it arrives, 0–1. */
  readonly arrives: number | null;
}

export interface SiteFacts {
  readonly host: string;
  /** Why it is on a list of phishing sites; null: on none. */
  readonly listed: string | null;
  /** A known site that its name imitates. */
  readonly imitates: string | null;
}

/** Everything that a rule may look at. Nothing here is asked of a node while rules run. */
export interface CheckFacts {
  readonly kind: SubjectKind;
  readonly chainId: number;
  /** Who signs. */
  readonly from: Address;
  /** Whose money it is: the signer, its Safe, its smart account. */
  readonly own: ReadonlySet<Address>;
  readonly ctx: DetectContext;
  readonly block: SimulationBlock | null;
  readonly asked: AskedFields | null;
  readonly sender: AccountState | null;
  /** Every call that is asked for, those that calls carry among them: outer before inner. */
  readonly calls: readonly CallNode[];
  readonly isCut: boolean;
  /** Of the base environment; empty where nothing was simulated. */
  readonly steps: readonly StepOutcome[];
  readonly outcomes: readonly EnvironmentOutcome[];
  readonly divergences: readonly string[];
  readonly switches: readonly Switch[];
  readonly traps: readonly TokenTrap[];
  /** How the outcome is worse hours from now; null: it is not, or that was not tried. */
  readonly later: LaterOutcome | null;
  /** Net, over all steps of the base environment. */
  readonly changes: readonly BalanceChange[];
  /** What others may take after this: allowances that the simulation set, or what a signature would let them take. */
  readonly exposures: readonly Exposure[];
  /** Exposures of the signer's and its accounts alone. */
  readonly ownExposures: readonly Exposure[];
  readonly signature: SignatureFacts | null;
  readonly message: MessageFacts | null;
  readonly delegations: readonly AskedDelegation[];
  readonly site: SiteFacts | null;
  readonly counterparties: Counterparties;
  /** Recipients without code here that have some on another chain that is watched, and on which. */
  readonly codeElsewhere: ReadonlyMap<Address, number>;
  /** Null: not told. */
  codeOf(address: Address): CodeInfo | null;
  tokenOf(token: Address): TokenFacts | null;
  /** What one of the own accounts holds of a token on the block that was read; null where not asked or not told. */
  heldOf(owner: Address, token: Address): bigint | null;
  /** An allowance as it stands before; null where not asked or not told. */
  allowanceBefore(owner: Address, token: Address, spender: Address): bigint | null;
  /** Whether a nonce of Permit2 or of a token is used up; null where not asked or not told. */
  readonly nonceUsed: boolean | null;
  /** Whether a detector of the catalogue named it already. */
  isTold(detector: string, address?: Address | null): boolean;
}

/** Everybody whom a request deals with, by how they come into it: named by the signer, or met inside. */
export interface Counterparties {
  /** Callee, arguments, spenders, and who gains or loses. */
  readonly direct: ReadonlySet<Address>;
  /** Contracts that were called or spoke on the way. */
  readonly inner: ReadonlySet<Address>;
}

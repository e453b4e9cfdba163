import type { Address, Hex } from '../chain/block.js';
import type { BlockRef } from '../chain/chain-event.js';
import type { InspectedTransaction } from '../detect/detector.js';
import type { ContractHistory } from '../detect/history.js';
import { WatchMemory } from '../monitor/watch-memory.js';
import type { JournaledMap } from './journaled-map.js';
import {
  type BlockUndo,
  loadedBlockUndo,
  refuseOtherVersion,
  STATE_VERSION,
  type StateSnapshot,
  savedBlockUndo,
} from './state-snapshot.js';
import { isAttack, type Moment, type StateTable } from './state-table.js';
import { type AddressRecord, AddressTable } from './tables/address-table.js';
import { AttackCodeTable } from './tables/attack-code-table.js';
import { BridgeTable } from './tables/bridge-table.js';
import { ClockTable } from './tables/clock-table.js';
import { CreationTable } from './tables/creation-table.js';
import { DelegationTable } from './tables/delegation-table.js';
import { EdgeTable } from './tables/edge-table.js';
import { FlowTable } from './tables/flow-table.js';
import { type FunctionRecord, FunctionTable } from './tables/function-table.js';
import { FundingTable } from './tables/funding-table.js';
import { InnerCallTable } from './tables/inner-call-table.js';
import { MarketTable } from './tables/market-table.js';
import { MixerTable } from './tables/mixer-table.js';
import { NameTable } from './tables/name-table.js';
import { PoolTable } from './tables/pool-table.js';
import { SaleTable } from './tables/sale-table.js';
import { SettingsTable } from './tables/settings-table.js';
import { ShapeTable } from './tables/shape-table.js';
import { ShareTable } from './tables/share-table.js';
import { SignatureTable } from './tables/signature-table.js';
import { SpenderTable } from './tables/spender-table.js';
import { StageTable } from './tables/stage-table.js';
import { TaintTable } from './tables/taint-table.js';
import { type TokenAmounts, TokenTable } from './tables/token-table.js';
import { TradeTable } from './tables/trade-table.js';

/** Blocks that can be undone: twice the deepest reorg that is followed. */
export const UNDO_BLOCKS = 128;

/** The rolling memory of a chain: as of the previous transaction, bounded, and exactly undone block by block. */
export class ChainState {
  private readonly addresses = new AddressTable();
  private readonly functions = new FunctionTable();
  private readonly flows = new FlowTable();
  private readonly pools = new PoolTable();
  private readonly creations = new CreationTable();
  private readonly settings = new SettingsTable();
  /** Before the flows: what was held before a payment is asked of them. */
  private readonly taints = new TaintTable((holder, token) => this.flows.holdingsOf(holder, token) ?? 0n);
  private readonly spenders = new SpenderTable((owner, token) => this.flows.holdingsOf(owner, token));
  private readonly delegations = new DelegationTable();
  private readonly sales = new SaleTable();
  private readonly trades = new TradeTable((token) => this.creations.creationOf(token) !== null);
  private readonly markets = new MarketTable();
  private readonly bridges = new BridgeTable();
  private readonly stages = new StageTable();
  private readonly names = new NameTable();
  private readonly mixers = new MixerTable();
  private readonly shares = new ShareTable();
  private readonly signatures = new SignatureTable();
  private readonly attackCode = new AttackCodeTable();
  /** Before the addresses: whom these do not know yet is new. */
  private readonly fundings = new FundingTable((account) => this.addresses.get(account) !== undefined);
  private readonly edges = new EdgeTable();
  private readonly shapes = new ShapeTable();
  private readonly innerCalls = new InnerCallTable();
  private readonly tokens = new TokenTable();
  private readonly clock = new ClockTable();
  private readonly tables: readonly StateTable[] = [
    this.fundings,
    this.addresses,
    this.functions,
    this.taints,
    this.spenders,
    this.flows,
    this.pools,
    this.creations,
    this.settings,
    this.sales,
    this.trades,
    this.markets,
    this.bridges,
    this.stages,
    this.names,
    this.mixers,
    this.delegations,
    this.shares,
    this.signatures,
    this.attackCode,
    this.edges,
    this.shapes,
    this.innerCalls,
    this.tokens,
    this.clock,
  ];
  private readonly maps: ReadonlyMap<string, JournaledMap<unknown>> = new Map(this.tables.flatMap(({ maps }) => Object.entries(maps)));
  /** What monitors of users remember. */
  readonly watch = new WatchMemory();
  private readonly undoLog: BlockUndo[] = [];
  private transactions = 0;
  private beforeBlock = 0;

  /** Transactions taken in so far. */
  get seenTransactions(): number {
    return this.transactions;
  }

  /** The newest block that is part of the state. */
  get tip(): BlockRef | null {
    return this.undoLog.at(-1)?.ref ?? null;
  }

  /** The oldest block that can still be undone. */
  get oldest(): BlockRef | null {
    return this.undoLog[0]?.ref ?? null;
  }

  /** Blocks that can be undone, oldest first. */
  get undoable(): readonly BlockRef[] {
    return this.undoLog.map(({ ref }) => ref);
  }

  begin(): void {
    this.beforeBlock = this.transactions;
    for (const map of this.maps.values()) map.begin();
    this.watch.begin();
  }

  commit(ref: BlockRef): void {
    const undos = new Map([...this.maps].map(([name, map]) => [name, map.commit()]));
    this.undoLog.push({ ref, undos, watch: this.watch.commit(), transactions: this.beforeBlock });
    if (this.undoLog.length > UNDO_BLOCKS) this.undoLog.shift();
  }

  /** Takes the newest block back. False where it is not the newest: nothing was changed then. */
  undo(hash: Hex): boolean {
    const last = this.undoLog.at(-1);
    if (last === undefined || last.ref.hash !== hash) return false;
    this.undoLog.pop();
    for (const [name, undo] of last.undos) this.maps.get(name)?.undo(undo);
    if (last.watch !== null) this.watch.undo(last.watch);
    this.transactions = last.transactions;
    return true;
  }

  has(hash: Hex): boolean {
    return this.undoLog.some(({ ref }) => ref.hash === hash);
  }

  addressOf(address: Address): AddressRecord | undefined {
    return this.addresses.get(address);
  }

  functionOf(contract: Address, selector: string): FunctionRecord | undefined {
    return this.functions.get(contract, selector);
  }

  /** Bursts of a transaction’s edge, sender and target, as they would be with it. */
  burstsOf(tx: InspectedTransaction, timestamp: number): readonly [edge: number, source: number, target: number] {
    return this.edges.burstsOf(tx, timestamp);
  }

  /** Different addresses that a transaction’s sender called, and that called its target. */
  degreesOf(tx: InspectedTransaction): readonly [called: number, callers: number] {
    return this.edges.degreesOf(tx);
  }

  /** Whether a contract's function was ever called by another contract. */
  isCalledByContracts(contract: Address, selector: string): boolean {
    return this.innerCalls.isCalledByContracts(contract, selector);
  }

  /** How much of a token is moved at once; undefined where none was seen. */
  amountsOf(token: Address): TokenAmounts | undefined {
    return this.tokens.amountsOf(token);
  }

  /** How rare the calls within it are, and whether the called function ran in this shape before. */
  shapeOf(tx: InspectedTransaction): { readonly novelty: number | null; readonly isKnown: boolean | null } {
    return { novelty: this.shapes.noveltyOf(tx), isKnown: this.shapes.isKnownShape(tx) };
  }

  /** How often a selector was called, anywhere. */
  selectorCount(selector: string): number {
    return this.functions.callsOf(selector);
  }

  readonly history: ContractHistory = {
    firstSeenAt: (address) => this.addresses.get(address)?.firstSeenAt ?? null,
    sentCount: (address) => this.addresses.get(address)?.sent ?? 0,
    outflowOf: (contract, token) => this.flows.outflowOf(contract, token),
    holdingsOf: (owner, token) => this.flows.holdingsOf(owner, token),
    paidBy: (owner) => this.flows.paidBy(owner),
    lookalikeOf: (owner, address) => this.flows.lookalikeOf(owner, address),
    broughtBy: (person, place, token) => this.flows.broughtBy(person, place, token),
    lastCallerOf: (contract, selector) => this.functions.get(contract, selector)?.lastSender ?? null,
    taintOf: (address) => this.taints.taintOf(address),
    mixerDepositsOf: (account) => this.mixers.depositsOf(account),
    approvedAt: (owner, spender) => this.spenders.approvedAt(owner, spender),
    takingsOf: (spender) => this.spenders.takingsOf(spender),
    permitsHandedInFor: (spender) => this.spenders.permitsHandedInFor(spender),
    delegationOf: (account) => this.delegations.delegationOf(account),
    salesOf: (collection) => this.sales.salesOf(collection),
    salesOfPiece: (collection, tokenId) => this.sales.salesOfPiece(collection, tokenId),
    tradersOf: (token) => this.trades.tradersOf(token),
    supplyOf: (token) => this.trades.supplyOf(token),
    swapsInBlock: (pool, blockNumber) => this.markets.swapsInBlock(pool, blockNumber),
    positionsInBlock: (pool, blockNumber) => this.markets.positionsInBlock(pool, blockNumber),
    liquidationsOf: (market) => this.markets.liquidationsOf(market),
    callsOf: (contract) => this.markets.callsOf(contract),
    functionOf: (contract, selector) => this.functions.get(contract, selector) ?? null,
    actsAsBridge: (address) => this.bridges.actsAsBridge(address),
    isAnnounced: (bridge, id) => this.bridges.isAnnounced(bridge, id),
    announcementsOf: (bridge) => this.bridges.announcementsOf(bridge),
    outflowsOf: (bridge, token) => this.bridges.outflowsOf(bridge, token),
    stagesOf: (address) => this.stages.stagesOf(address),
    firstNamed: (key) => this.names.firstOf(key),
    sharesOf: (vault) => this.shares.sharesOf(vault),
    signatureSeen: (contract, signature) => this.signatures.signatureSeen(contract, signature),
    reservesOf: (pool) => this.pools.reservesOf(pool),
    steadyOf: (pool) => this.pools.steadyOf(pool),
    priceOf: (pool) => this.pools.priceOf(pool),
    shareValueOf: (vault) => this.pools.shareValueOf(vault),
    createdAt: (contract) => this.creations.creationOf(contract)?.at ?? null,
    creatorOf: (contract) => this.creations.creationOf(contract)?.by ?? null,
    creationsOf: (contract) => this.creations.creationOf(contract)?.times ?? 0,
    destroyedAt: (contract) => this.creations.destroyedAt(contract),
    resemblanceOf: (sketch, least) => this.attackCode.resemblanceOf(sketch, least),
    fundingOf: (account) => this.fundings.fundingOf(account),
    fundedBy: (payer) => this.fundings.fundedBy(payer),
    settingOf: (contract, setting) => this.settings.get(contract, setting),
    changedAt: (contract) => this.settings.changedAt(contract),
    watchedSince: () => this.clock.since,
  };

  /** Takes a transaction in, after its features and detectors were computed. */
  apply(tx: InspectedTransaction, moment: Moment): void {
    this.transactions += 1;
    const teaches = !isAttack(moment.findings);
    for (const table of this.tables) if (teaches || table.learnsHabits !== true) table.apply(tx, moment);
  }

  /** Plain values, for a codec; with the undo log, so that a reorg after a restart is undone as well. */
  toSnapshot(): StateSnapshot {
    return {
      version: STATE_VERSION,
      transactions: this.transactions,
      maps: [...this.maps].map(([name, map]) => [name, map.toEntries()]),
      watch: this.watch.toSnapshot(),
      undo: this.undoLog.map(savedBlockUndo),
    };
  }

  /** Tables that the snapshot does not know yet begin empty; what it holds of tables that are gone is left out. */
  static fromSnapshot(snapshot: StateSnapshot): ChainState {
    refuseOtherVersion(snapshot);
    const state = new ChainState();
    state.transactions = snapshot.transactions;
    for (const [name, entries] of snapshot.maps) state.maps.get(name)?.load(entries);
    state.watch.load(snapshot.watch ?? []);
    state.undoLog.push(...snapshot.undo.map(loadedBlockUndo));
    return state;
  }
}

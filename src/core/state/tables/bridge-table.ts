import type { Address, Hex } from '../../chain/block.js';
import { BRIDGE_IN, BRIDGE_OUT } from '../../detect/bridge-functions.js';
import { bridgesBy, idsOf, payoutsOf } from '../../detect/bridges.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { HourlyOutflow } from '../../detect/history.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';
import { withEntry } from '../window.js';

const BOTH = 3;
const HOUR_S = 3_600;
const BOUNDS = { seconds: 10 * 86_400, entries: 240 } as const;

/** Of bridges, by label or by what they do: which messages they spoke of, and what they paid out hour by hour. */
export class BridgeTable implements StateTable {
  private readonly messages = new JournaledMap<number>(100_000);
  private readonly announced = new JournaledMap<number>(1_000);
  private readonly outflows = new JournaledMap<readonly HourlyOutflow[]>(2_000);
  /** 1: it took by a function of bridges, 2: it gave out by one, 3: both. */
  private readonly acting = new JournaledMap<number>(2_000);
  readonly maps = {
    bridgeActing: this.acting,
    bridgeMessages: this.messages,
    bridgeAnnouncements: this.announced,
    bridgeOutflows: this.outflows,
  };

  actsAsBridge(address: Address): boolean {
    return this.acting.get(address) === BOTH;
  }

  isAnnounced(bridge: Address, id: Hex): boolean {
    return this.messages.get(bridge + id) !== undefined;
  }

  announcementsOf(bridge: Address): number {
    return this.announced.get(bridge) ?? 0;
  }

  outflowsOf(bridge: Address, token: Address): readonly HourlyOutflow[] {
    return this.outflows.get(bridge + token) ?? [];
  }

  apply(tx: InspectedTransaction, { labelsOf, timestamp }: Moment): void {
    if (tx.receipt === null || tx.receipt.status === 0) return;
    this.noteActing(tx);
    const isBridge = bridgesBy(labelsOf, (address) => this.actsAsBridge(address));
    const payouts = payoutsOf(tx, isBridge);
    for (const { bridge, token, amount } of payouts) {
      const key = bridge + token;
      const known = this.outflows.get(key);
      const last = known?.at(-1);
      const hour = Math.floor(timestamp / HOUR_S) * HOUR_S;
      if (known !== undefined && last?.at === hour)
        this.outflows.set(key, [...known.slice(0, -1), { at: hour, amount: last.amount + amount }]);
      else this.outflows.set(key, withEntry(known, { at: hour, amount }, BOUNDS));
    }
    const paying = new Set(payouts.map(({ bridge }) => bridge));
    for (const log of tx.receipt.logs) {
      if (!isBridge(log.address)) continue;
      for (const id of idsOf(log)) {
        this.messages.set(log.address + id, timestamp);
        if (!paying.has(log.address)) this.announced.set(log.address, this.announcementsOf(log.address) + 1);
      }
    }
  }

  private noteActing({ to, decoded: { selector } }: InspectedTransaction): void {
    if (to === null || selector === null) return;
    const bit = BRIDGE_IN.has(selector) ? 1 : BRIDGE_OUT.has(selector) ? 2 : 0;
    const known = this.acting.get(to) ?? 0;
    if ((known | bit) !== known) this.acting.set(to, known | bit);
  }
}

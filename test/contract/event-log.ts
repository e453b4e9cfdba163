import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FatalError } from '../../src/core/errors.js';
import type { EventLog, EventRecord, SubscribeOptions, Subscription } from '../../src/ports/event-log.js';

export interface OpenedLog {
  readonly log: EventLog;
  /** The same log in another process: null where records die with theirs. */
  reopen(): Promise<EventLog | null>;
}

/** A value of findings.v1, told apart by its number. */
function record(key: string, number: number, more: object = {}): EventRecord {
  return {
    key,
    value: { kind: 'gap', chainId: Number(key), from: number, to: number, reason: 'test', ...more },
    headers: { schema: 'findings.v1', chain: key, block: String(number) },
  };
}

const numberOf = ({ value }: EventRecord): number => Number(Reflect.get(Object(value), 'from'));

/** What every event log promises. Each test has a group and a topic position of its own. */
export function eventLogContract(name: string, open: () => Promise<OpenedLog>): void {
  describe(`the event log ${name}`, () => {
    let opened: OpenedLog;
    let log: EventLog;
    let groups = 0;
    const subscriptions: Subscription[] = [];
    beforeAll(async () => {
      opened = await open();
      log = opened.log;
    }, 120_000);
    afterEach(async () => {
      for (const subscription of subscriptions.splice(0)) await subscription.close();
    });
    afterAll(() => log.close(), 60_000);

    /** Reads from now on; `until` resolves when so many records were handled. */
    async function reader(handle: SubscribeOptions['handle'] | null, options: Partial<SubscribeOptions> = {}) {
      const seen: EventRecord[] = [];
      const waiters: { count: number; resolve: () => void }[] = [];
      groups += 1;
      const group = options.group ?? `group-${groups}`;
      const subscription = await log.subscribe({
        topic: 'findings.v1',
        from: 'latest',
        ...options,
        group,
        async handle(records) {
          const handled = handle === null ? ('commit' as const) : await handle(records);
          seen.push(...records);
          for (const waiter of waiters) if (seen.length >= waiter.count) waiter.resolve();
          return handled;
        },
      });
      subscriptions.push(subscription);
      const until = (count: number) =>
        new Promise<void>((resolve) => {
          if (seen.length >= count) resolve();
          else waiters.push({ count, resolve });
        });
      return { seen, until, group, subscription };
    }

    it('gives the records of each key in order', async () => {
      const { seen, until } = await reader(null);
      const sent = Array.from({ length: 60 }, (_, i) => record(String(1 + (i % 3)), i));
      for (const one of sent) await log.publish('findings.v1', [one]);
      await until(60);
      for (const key of ['1', '2', '3']) {
        const numbers = (records: readonly EventRecord[]) => records.filter((one) => one.key === key).map(numberOf);
        expect(numbers(seen)).toEqual(numbers(sent));
      }
    });

    it('keeps values and headers as they were: big integers, bytes, nothing', async () => {
      const { seen, until } = await reader(null);
      const value = {
        big: 2n ** 255n,
        negative: -1n,
        bytes: new Uint8Array([0, 255]),
        nothing: null,
        list: [1, 'two', false],
        floats: 1 / 3,
      };
      await log.publish('findings.v1', [record('1', 1, value)]);
      await until(1);
      const got = Object(seen[0]?.value);
      expect({ ...got, bytes: [...got.bytes] }).toMatchObject({ ...value, bytes: [0, 255] });
      expect(seen[0]?.headers).toMatchObject({ schema: 'findings.v1', chain: '1', block: '1' });
    });

    it('gives a record again until it is handled, and the next only then', async () => {
      let failures = 3;
      const tried: number[] = [];
      const { until, seen } = await reader(async ([first]) => {
        if (first !== undefined) tried.push(numberOf(first));
        if (failures-- > 0) throw new Error('not yet');
        return 'commit';
      });
      for (const number of [1, 2]) await log.publish('findings.v1', [record('1', number)]);
      await until(2);
      expect(tried).toEqual([1, 1, 1, 1, 2]);
      expect(seen.map(numberOf)).toEqual([1, 2]);
    });

    it('gives what is ready together, of one key, within the bound', async () => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const sizes: number[] = [];
      const { until } = await reader(
        async (records) => {
          await held;
          sizes.push(records.length);
          expect(new Set(records.map(({ key }) => key)).size).toBe(1);
          return 'commit';
        },
        { maxBatch: 4 },
      );
      await log.publish(
        'findings.v1',
        Array.from({ length: 20 }, (_, i) => record('1', i)),
      );
      release();
      await until(20);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
      expect(Math.max(...sizes)).toBeGreaterThan(1);
    });

    it('gives every group everything', async () => {
      const [one, two] = [await reader(null), await reader(null)];
      await log.publish('findings.v1', [record('1', 1), record('1', 2)]);
      await Promise.all([one.until(2), two.until(2)]);
      expect(one.seen.map(numberOf)).toEqual([1, 2]);
      expect(two.seen.map(numberOf)).toEqual([1, 2]);
    });

    it('stops at a fatal error, and says it', async () => {
      const { subscription } = await reader(async () => {
        throw new FatalError('test', 'cannot go on');
      });
      await log.publish('findings.v1', [record('1', 1)]);
      await expect(subscription.done).rejects.toThrow('cannot go on');
    });

    it('takes records of several megabytes', async () => {
      const { seen, until } = await reader(null);
      const bytes = new Uint8Array(randomBytes(3_000_000));
      await log.publish('findings.v1', [record('1', 1), record('1', 2, { bytes }), record('1', 3)]);
      await until(3);
      expect(seen.map(numberOf)).toEqual([1, 2, 3]);
      expect(Buffer.from(Object(seen[1]?.value).bytes).equals(bytes)).toBe(true);
    });

    it('counts what a group has not taken yet', async () => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const { group } = await reader(
        async () => {
          await held;
          return 'commit';
        },
        { from: 'earliest' },
      );
      await log.publish('findings.v1', [record('1', 1), record('1', 2), record('1', 3)]);
      expect(await log.lag('findings.v1', group)).toBeGreaterThanOrEqual(2);
      release();
      while ((await log.lag('findings.v1', group)) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    });

    it('goes on after the last commit in another process, what was held comes again', async () => {
      const held = new Set<number>();
      let both: () => void = () => undefined;
      const heldBoth = new Promise<void>((resolve) => {
        both = resolve;
      });
      // From the oldest on, so that the group has a position everywhere and its lag is exact.
      const { group, subscription } = await reader(
        async ([first]) => {
          const number = first === undefined ? 0 : numberOf(first);
          if (number < 9_003) return 'commit';
          if (held.add(number).size === 2) both();
          return 'hold';
        },
        { from: 'earliest' },
      );
      for (const number of [9_001, 9_002, 9_003, 9_004]) await log.publish('findings.v1', [record('1', number)]);
      await heldBoth;
      while (log.durable && (await log.lag('findings.v1', group)) !== 2) await new Promise((resolve) => setTimeout(resolve, 20));
      await subscription.close();
      const again = await opened.reopen();
      expect(again !== null).toBe(log.durable);
      if (again === null) return;
      const seen: number[] = [];
      await new Promise<void>((resolve, reject) => {
        again
          .subscribe({
            topic: 'findings.v1',
            group,
            async handle([first]) {
              if (first !== undefined) seen.push(numberOf(first));
              if (seen.length === 2) resolve();
              return 'commit';
            },
          })
          .catch(reject);
      });
      await again.close();
      expect(seen).toEqual([9_003, 9_004]);
    });
  });
}

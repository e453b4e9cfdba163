import { describe, expect, it } from '@jest/globals';
import { createLiveStore } from '../../../src/dashboard/live/live-store.js';
import { refreshQueries } from '../../../src/dashboard/live/refresh-queries.js';
import { alert, block } from '../support/values.js';

/** A clock that stands until it is told to go on. */
function handClock() {
  let waiting: (() => void)[] = [];
  return {
    later: (run: () => void) => void waiting.push(run),
    tick() {
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
  };
}

function event(data: object, cursor = '1') {
  return { cursor, subscriptionId: 's', type: 'x', data: { ...data } };
}

describe('what came live', () => {
  it('is told in bursts: many events, one notice', () => {
    const clock = handClock();
    const store = createLiveStore(() => 5, clock.later);
    let notices = 0;
    store.subscribe(() => {
      notices += 1;
    });
    for (let number = 1; number <= 20; number += 1) store.take('block', event(block(number)));
    expect(notices).toBe(0);
    clock.tick();
    expect(notices).toBe(1);
    expect(store.get().blocks.get(1)).toHaveLength(20);
    expect(store.get().lastEventMs).toBe(5);
  });

  it('keeps a block of a number once: the one that came last', () => {
    const clock = handClock();
    const store = createLiveStore(() => 0, clock.later);
    store.take('block', event(block(7)));
    store.take('block', event(block(7, { maxRisk: 90 })));
    clock.tick();
    expect(
      store
        .get()
        .blocks.get(1)
        ?.map(({ maxRisk }) => maxRisk),
    ).toEqual([90]);
  });

  it('never holds more than its bounds', () => {
    const clock = handClock();
    const store = createLiveStore(() => 0, clock.later);
    for (let number = 0; number < 2_000; number += 1) {
      store.take('block', event(block(number)));
      store.take('alert', event(alert(`alert ${number}`)));
    }
    clock.tick();
    expect(store.get().blocks.get(1)).toHaveLength(600);
    expect(store.get().alerts).toHaveLength(500);
  });

  it('puts an alert that changed in its old place', () => {
    const clock = handClock();
    const store = createLiveStore(() => 0, clock.later);
    for (const one of [alert('a'), alert('b'), alert('a', { status: 'withdrawn' })]) store.take('alert', event(one));
    clock.tick();
    expect(store.get().alerts.map(({ status }) => status)).toEqual(['withdrawn', 'open']);
  });

  it('takes a gap for news of the chain, not for a block', () => {
    const clock = handClock();
    const store = createLiveStore(() => 0, clock.later);
    store.take('block', event({ chainId: 1, from: 3, to: 5, reason: 'no-source' }));
    clock.tick();
    expect(store.get().blocks.size).toBe(0);
    expect(store.get().chainsRevision).toBe(1);
  });
});

describe('what was asked over HTTP', () => {
  it('is asked again once after many changes, also under steady ones', () => {
    const [clock, wait] = [handClock(), handClock()];
    const store = createLiveStore(() => 0, clock.later);
    const asked: (string | null)[] = [];
    const stop = refreshQueries(store, (key) => asked.push(key), wait.later);
    for (let number = 0; number < 5; number += 1) {
      store.take('incident', event({}));
      clock.tick();
    }
    expect(asked).toEqual([]);
    wait.tick();
    expect(asked).toEqual(['incidents', 'incident', 'overview', 'monitors', 'monitor']);
    wait.tick();
    expect(asked).toHaveLength(5);
    stop();
  });

  it('is asked again once events come, where they make it old: one may have happened after it was asked', () => {
    const clock = handClock();
    const store = createLiveStore(() => 0, clock.later);
    const asked: (string | null)[] = [];
    refreshQueries(store, (key) => asked.push(key), clock.later);
    store.connection({ kind: 'connecting' });
    expect(asked).toEqual([]);
    store.connection({ kind: 'live', cursor: '1' });
    expect(asked).toEqual(['incidents', 'incident', 'overview', 'monitors', 'monitor', 'chains', 'coverage']);
  });

  it('is all asked again after a lost connection', () => {
    const clock = handClock();
    const store = createLiveStore(() => 0, clock.later);
    const asked: (string | null)[] = [];
    refreshQueries(store, (key) => asked.push(key), clock.later);
    store.connection({ kind: 'live', cursor: '1' });
    asked.length = 0;
    store.connection({ kind: 'live', cursor: '2' });
    expect(asked).toEqual([]);
    store.connection({ kind: 'reconnecting', sinceMs: 0 });
    store.connection({ kind: 'live', cursor: '1' });
    expect(asked).toEqual([null]);
  });
});

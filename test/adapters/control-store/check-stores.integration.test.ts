import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import type { AuditEntry, Screening, StoredCheck, StoredOpinion } from '../../../src/ports/check-store.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import { address } from '../../support/build-transaction.js';
import { migratedFolder, openTestControlStore } from '../../support/control-store.js';

let control: ControlStore;
beforeAll(async () => {
  control = await openTestControlStore();
}, 60_000);
afterAll(() => control.close());

const opinionOf = (more: Partial<StoredOpinion>): StoredOpinion => ({
  id: 'o',
  organisationId: 'ours',
  chainId: 1,
  address: address('somebody'),
  reasonId: null,
  says: 'benign',
  comment: null,
  checkId: 'c1',
  keyId: 'k',
  atMs: 1,
  expiresAtMs: 100,
  ...more,
});
const screeningOf = (more: Partial<Screening>): Screening => ({
  id: 's',
  organisationId: 'ours',
  chainId: 1,
  state: 'running',
  total: 3,
  done: 0,
  createdAtMs: 1,
  problem: null,
  ...more,
});
const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  atMs: 1,
  organisationId: 'ours',
  keyId: 'k',
  action: 'a',
  target: 't',
  detail: '{}',
  ...more,
});
const THREE = ['one', 'two', 'three'].map(address);

const check = (more: Partial<StoredCheck>): StoredCheck => ({
  id: 'c1',
  organisationId: 'ours',
  keyId: 'k',
  atMs: 1,
  requestId: null,
  requestDigest: 'd',
  request: '{}',
  body: '{"first":true}',
  ...more,
});

describe('what the check keeps', () => {
  it('is an answer once, for the organisation that asked', async () => {
    await control.checks.put(check({ requestId: 'r1' }));
    await control.checks.put(check({ requestId: 'r1', body: '{"second":true}' }));
    await control.checks.put(check({ id: 'c2', requestId: 'r1', body: '{"third":true}' }));
    expect((await control.checks.get('ours', 'c1'))?.body).toBe('{"first":true}');
    expect(await control.checks.get('theirs', 'c1')).toBeNull();
    expect((await control.checks.byRequest('ours', 'r1'))?.id).toBe('c1');
    expect(await control.checks.byRequest('theirs', 'r1')).toBeNull();
    await control.checks.put(check({ id: 'c3', organisationId: 'theirs', requestId: 'r1' }));
    expect((await control.checks.byRequest('theirs', 'r1'))?.id).toBe('c3');
  });

  it('is an answer whole, as it was asked and told', async () => {
    const whole = check({
      id: 'whole',
      atMs: 1_764_000_000_123,
      requestId: 'r9',
      requestDigest: 'e',
      request: '{"of":"ж"}',
      body: '{"to":"ж"}',
    });
    await control.checks.put(whole);
    expect(await control.checks.get('ours', 'whole')).toEqual(whole);
    expect(await control.checks.byRequest('ours', 'r9')).toEqual(whole);
  });

  it('is as many answers as there are that nobody named', async () => {
    await control.checks.put(check({ id: 'u1' }));
    await control.checks.put(check({ id: 'u2' }));
    expect([(await control.checks.get('ours', 'u1'))?.requestId, (await control.checks.get('ours', 'u2'))?.requestId]).toEqual([
      null,
      null,
    ]);
    expect([await control.checks.get('ours', 'nothing'), await control.checks.byRequest('ours', 'nothing')]).toEqual([null, null]);
  });

  it('is one answer of one request, of those that are told at the same time', async () => {
    const all = Array.from({ length: 8 }, (_, i) => check({ id: `same ${i}`, requestId: 'at once', body: `${i}` }));
    await Promise.all(all.map((each) => control.checks.put(each)));
    const kept = await control.checks.byRequest('ours', 'at once');
    const found = await Promise.all(all.map(({ id }) => control.checks.get('ours', id)));
    expect(found.filter((each) => each !== null)).toEqual([kept]);
  });

  it('is a policy by organisation and name, replaced and forgotten', async () => {
    await control.checkPolicies.put({ organisationId: 'ours', name: 'p', body: '1' }, 1);
    await control.checkPolicies.put({ organisationId: 'ours', name: 'p', body: '2' }, 2);
    await control.checkPolicies.put({ organisationId: 'theirs', name: 'p', body: '3' }, 2);
    expect(await control.checkPolicies.all()).toEqual([
      { organisationId: 'ours', name: 'p', body: '2' },
      { organisationId: 'theirs', name: 'p', body: '3' },
    ]);
    expect(await control.checkPolicies.remove('ours', 'p')).toBe(true);
    expect(await control.checkPolicies.remove('ours', 'p')).toBe(false);
  });

  it('is an opinion until it expires, which can be said again', async () => {
    const opinion: StoredOpinion = {
      id: 'o1',
      organisationId: 'ours',
      chainId: 1,
      address: address('somebody'),
      reasonId: 'a-reason',
      says: 'benign',
      comment: null,
      checkId: 'c1',
      keyId: 'k',
      atMs: 1,
      expiresAtMs: 100,
    };
    await control.opinions.put([
      opinion,
      { ...opinion, id: 'o2', organisationId: null, reasonId: null, says: 'malicious', expiresAtMs: 50 },
    ]);
    expect((await control.opinions.standing(10)).map(({ id }) => id).sort()).toEqual(['o1', 'o2']);
    expect(await control.opinions.standing(60)).toEqual([opinion]);
    await control.opinions.put([{ ...opinion, expiresAtMs: 200 }]);
    expect((await control.opinions.standing(150)).map(({ id }) => id)).toEqual(['o1']);
    expect(await control.opinions.standing(200)).toEqual([]);
  });

  it('is no policy of one organisation less where another forgets its own', async () => {
    await control.checkPolicies.put({ organisationId: 'one', name: 'same', body: '1' }, 1);
    await control.checkPolicies.put({ organisationId: 'other', name: 'same', body: '2' }, 1);
    expect(await control.checkPolicies.remove('third', 'same')).toBe(false);
    expect(await control.checkPolicies.remove('other', 'same')).toBe(true);
    const left = (await control.checkPolicies.all()).filter(({ name }) => name === 'same');
    expect(left).toEqual([{ organisationId: 'one', name: 'same', body: '1' }]);
  });

  it('is all opinions of one feedback, or none where one cannot be kept', async () => {
    const whole = opinionOf({ id: 'of all', organisationId: null, says: 'malicious', comment: 'it robs', expiresAtMs: 9_000 });
    const broken = { ...opinionOf({ id: 'broken', expiresAtMs: 9_000 }), chainId: 'none' as never };
    await expect(control.opinions.put([whole, broken])).rejects.toThrow();
    expect(await control.opinions.standing(8_000)).toEqual([]);
    await control.opinions.put([whole]);
    expect(await control.opinions.standing(8_000)).toEqual([whole]);
    // It can be taken back before its time.
    await control.opinions.put([{ ...whole, expiresAtMs: 1 }]);
    expect(await control.opinions.standing(8_000)).toEqual([]);
    await control.opinions.put([]);
  });

  it('is who did what, newest first, page by page, of one organisation', async () => {
    for (let i = 0; i < 5; i += 1)
      await control.audit.put({
        atMs: i,
        organisationId: i === 2 ? 'theirs' : 'ours',
        keyId: 'k',
        action: 'a',
        target: `t${i}`,
        detail: '{}',
      });
    const first = await control.audit.list('ours', 3, null);
    expect(first.map(({ target }) => target)).toEqual(['t4', 't3', 't1']);
    expect((await control.audit.list('ours', 3, first.at(-1)?.position ?? null)).map(({ target }) => target)).toEqual(['t0']);
  });

  it('is who did what in the order of doing, page after page, to its end', async () => {
    for (let i = 0; i < 7; i += 1)
      await control.audit.put(entry({ organisationId: 'many', atMs: 5, target: `${i}`, detail: `{"of":${i}}` }));
    const read = async (before: string | null): Promise<readonly string[]> => {
      const page = await control.audit.list('many', 3, before);
      const last = page.at(-1);
      return last === undefined ? [] : [...page.map(({ target }) => target), ...(await read(last.position))];
    };
    expect(await read(null)).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    const [newest] = await control.audit.list('many', 1, null);
    expect(newest).toMatchObject({ ...entry({ organisationId: 'many', atMs: 5, target: '6', detail: '{"of":6}' }), outcome: 'done' });
    expect(await control.audit.list('nobody', 3, null)).toEqual([]);
  });

  it('is what was begun, before it is known how it ends, and in its place what became of it', async () => {
    const begun = entry({ organisationId: 'begun', target: 'of it' });
    const [first, second, third] = [await control.audit.begin(begun), await control.audit.begin(begun), await control.audit.begin(begun)];
    const outcomes = async () => (await control.audit.list('begun', 9, null)).map(({ target, outcome }) => [target, outcome]);
    expect(await outcomes()).toEqual([1, 2, 3].map(() => ['of it', 'unknown']));
    await control.audit.settle(second, null);
    await control.audit.settle(first, { ...begun, target: 'what was made' });
    expect(await outcomes()).toEqual([
      ['of it', 'unknown'],
      ['what was made', 'done'],
    ]);
    // What is settled stays as it is.
    await control.audit.settle(first, null);
    await control.audit.settle(first, { ...begun, target: 'another' });
    await control.audit.settle(third, { ...begun, outcome: 'refused' });
    expect(await outcomes()).toEqual([
      ['of it', 'refused'],
      ['what was made', 'done'],
    ]);
    expect((await control.audit.list('begun', 9, null, { outcome: 'unknown' })).length).toBe(0);
  });

  it('is lists apart from each other, whose rows count once however often they are told', async () => {
    await control.screenings.begin(screeningOf({ id: 'l1', createdAtMs: 20 }), THREE);
    await control.screenings.begin(screeningOf({ id: 'l2', organisationId: 'theirs', createdAtMs: 10 }), THREE);
    expect((await control.screenings.running()).map(({ id }) => id)).toEqual(['l2', 'l1']);
    await control.screenings.finish('l1', [{ row: 1, result: '"a"' }]);
    await control.screenings.finish('l1', [
      { row: 1, result: '"b"' },
      { row: 7, result: '"of no row"' },
    ]);
    expect(await control.screenings.get('ours', 'l1')).toMatchObject({ done: 1, total: 3 });
    expect((await control.screenings.open('l1', 9)).map(({ row }) => row)).toEqual([0, 2]);
    expect((await control.screenings.open('l2', 9)).map(({ row, address: at }) => [row, at])).toEqual(THREE.map((at, i) => [i, at]));
    expect((await control.screenings.rows('l1', -1, 9)).map(({ result }) => result)).toEqual([null, '"b"', null]);
    await control.screenings.end('l1', 'done', null);
    expect((await control.screenings.running()).map(({ id }) => id)).toEqual(['l2']);
    expect(await control.screenings.get('ours', 'l1')).toMatchObject({ state: 'done', problem: null });
    await control.screenings.end('l2', 'done', null);
  });

  it('is a long list with what is done of it', async () => {
    const screening = {
      id: 's1',
      organisationId: 'ours',
      chainId: 1,
      state: 'running',
      total: 1_200,
      done: 0,
      createdAtMs: 1,
      problem: null,
    } as const;
    const addresses = Array.from({ length: 1_200 }, (_, i) => address(`number ${i}`));
    await control.screenings.begin(screening, addresses);
    const open = await control.screenings.open('s1', 2);
    expect(open.map(({ row, address: at }) => [row, at])).toEqual([
      [0, addresses[0]],
      [1, addresses[1]],
    ]);
    await control.screenings.finish('s1', [
      { row: 0, result: '"a"' },
      { row: 1_199, result: '"z"' },
    ]);
    expect(await control.screenings.get('ours', 's1')).toEqual({ ...screening, done: 2 });
    expect(await control.screenings.get('theirs', 's1')).toBeNull();
    expect((await control.screenings.open('s1', 1))[0]?.row).toBe(1);
    expect((await control.screenings.running()).map(({ id }) => id)).toEqual(['s1']);
    expect((await control.screenings.rows('s1', 1_197, 10)).map(({ row, result }) => [row, result])).toEqual([
      [1_198, null],
      [1_199, '"z"'],
    ]);
    await control.screenings.end('s1', 'failed', 'no store');
    expect(await control.screenings.running()).toEqual([]);
    expect(await control.screenings.get('ours', 's1')).toMatchObject({ state: 'failed', problem: 'no store' });
  });
});

describe('what the check kept', () => {
  it('is there after a restart: a list goes on where it was, an answer is told again', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-check-stores-'));
    try {
      await migratedFolder(dir);
      const before = await openControlStore({ dir, migrate: true });
      await before.checks.put(check({ requestId: 'r1' }));
      await before.screenings.begin(screeningOf({ id: 'long' }), THREE);
      await before.screenings.finish('long', [{ row: 0, result: '"a"' }]);
      await before.close();
      const after = await openControlStore({ dir, migrate: true });
      try {
        expect((await after.checks.byRequest('ours', 'r1'))?.body).toBe('{"first":true}');
        expect((await after.screenings.running()).map(({ id, done }) => [id, done])).toEqual([['long', 1]]);
        const open = await after.screenings.open('long', 9);
        expect(open.map(({ row }) => row)).toEqual([1, 2]);
        await after.screenings.finish(
          'long',
          open.map(({ row }) => ({ row, result: '"b"' })),
        );
        expect(await after.screenings.open('long', 9)).toEqual([]);
        expect(await after.screenings.get('ours', 'long')).toMatchObject({ done: 3, state: 'running' });
      } finally {
        await after.close();
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }, 60_000);
});

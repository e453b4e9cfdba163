import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import type { StoredCheck, StoredOpinion } from '../../../src/ports/check-store.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import { address } from '../../support/build-transaction.js';

let control: ControlStore;
beforeAll(async () => {
  control = await openControlStore({ migrate: true });
}, 60_000);
afterAll(() => control.close());

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

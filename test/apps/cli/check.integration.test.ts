import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openServedTown, type ServedTown } from '../../support/checked-town.js';
import { ADMIN_KEY } from '../api/serve.js';

let opened: ServedTown;

beforeAll(async () => {
  opened = await openServedTown();
}, 120_000);
afterAll(() => opened.close());

function tocsinCheck(request: unknown): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const { NODE_OPTIONS: _jest, ...env } = process.env;
  const child = spawn(process.execPath, ['src/apps/cli/tocsin.mjs', 'check', '-', '--api', opened.served.api.url], {
    env: { ...env, TOCSIN_API_KEY: ADMIN_KEY },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  child.stdin.end(JSON.stringify(request));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

describe('tocsin check', () => {
  const subject = (to: string) => ({ kind: 'transaction', from: opened.town.plan.users[0].address, to, value: '1' });

  it('ends well for benign alone, and says why not', async () => {
    const { chainId } = opened.devnet;
    const benign = await tocsinCheck({ chainId, subject: subject(opened.town.plan.users[1]?.address ?? '') });
    expect([benign.code, benign.out.split('\n')[0]]).toEqual([0, 'benign']);
    const malicious = await tocsinCheck({ chainId, subject: subject(opened.town.plan.residents.exploiter.address) });
    expect([malicious.code, malicious.out.split('\n')[0]]).toEqual([1, 'malicious']);
    expect(malicious.out).toContain('high');
  }, 60_000);

  it('names the field of a request that it does not understand', async () => {
    const wrong = await tocsinCheck({ chainId: opened.devnet.chainId, subject: { kind: 'transaction', from: '0x12' } });
    expect([wrong.code, wrong.err.includes('subject.from')]).toEqual([1, true]);
  }, 60_000);
});

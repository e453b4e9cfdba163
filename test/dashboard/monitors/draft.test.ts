import { describe, expect, it } from '@jest/globals';
import { type MonitorInput, monitorFrom, monitorInputSchema } from '../../../src/contracts/monitor.js';
import { changedFields } from '../../../src/dashboard/monitors/changed-fields.js';
import { draftOf, emptyDraft, slugOf } from '../../../src/dashboard/monitors/draft.js';
import { bodyOf } from '../../../src/dashboard/monitors/draft-body.js';
import { EXAMPLES } from '../../../src/dashboard/monitors/examples.js';
import { RULES } from '../../support/monitors.js';

const PAUSED = { type: 'event', name: 'Paused', inputs: [{ name: 'account', type: 'address' }] };
/** With everything that a monitor can have. */
const FULL: MonitorInput = monitorInputSchema.parse({
  id: 'full',
  title: 'Everything',
  chains: [1, 10],
  addresses: ['0x70997970C51812dc3A010C7d01b50e0d17dc79C8'],
  abi: [PAUSED],
  on: 'event',
  when: 'event.name == "Paused"',
  window: { for: '10m', groupBy: 'tx.from', sum: 'tx.value', over: 'amount("3", 18)' },
  sequence: [{ monitor: 'before', within: '1h', by: 'tx.from' }],
  reads: [
    {
      id: 'supply',
      address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      function: 'function balanceOf(address) view returns (uint256)',
      args: ['0x01'],
    },
    { id: 'paused', address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8', slot: '5', type: 'bool', offset: 20 },
  ],
  severity: 'high',
  risk: 70,
  channels: ['ops'],
  cooldown: '5m',
  muted: true,
  owner: 'ada',
});

describe('a monitor in the fields of a form', () => {
  it('comes out as it went in', () => {
    expect(bodyOf(draftOf(FULL))).toEqual({ body: FULL, problems: [] });
    const counted = {
      ...FULL,
      window: { for: '1h', count: true as const, over: 3 },
      abi: ['event Paused(address account)', 'event Unpaused(address account)'],
    };
    expect(bodyOf(draftOf(counted)).body).toEqual(counted);
  });

  it('leaves out what is empty', () => {
    expect(bodyOf({ ...emptyDraft([1], 'ada'), id: 'x', title: ' A title ', when: 'true' }).body).toEqual({
      id: 'x',
      title: 'A title',
      owner: 'ada',
      chains: [1],
      addresses: [],
      on: 'transaction',
      when: 'true',
      severity: 'high',
      channels: [],
      muted: false,
    });
  });

  it('takes an ABI as a compiler writes it, one item of it, or lines; and says what is no JSON', () => {
    const abiOf = (abi: string) => bodyOf({ ...emptyDraft([1], 'ada'), abi }).body['abi'];
    expect(abiOf(JSON.stringify({ contractName: 'Vault', abi: [PAUSED] }))).toEqual([PAUSED]);
    expect(abiOf(JSON.stringify(PAUSED))).toEqual([PAUSED]);
    expect(abiOf(' event Paused(address account)\n\n')).toEqual(['event Paused(address account)']);
    const broken = bodyOf({ ...emptyDraft([1], 'ada'), abi: '[{"type": ' });
    expect(broken.body).not.toHaveProperty('abi');
    expect(broken.problems).toEqual([
      expect.objectContaining({ path: '/abi', severity: 'error', message: expect.stringMatching(/^this is no JSON/) }),
    ]);
  });

  it('leaves to the service what is no number', () => {
    const { body } = bodyOf({ ...emptyDraft([1], 'ada'), risk: 'much' });
    expect(monitorInputSchema.safeParse(body).error?.issues.map(({ path }) => path.join('/'))).toContain('risk');
  });

  it('makes an id of a title', () => {
    expect(['A large payment!', 'Überweisung  №5', '—'].map(slugOf)).toEqual(['a-large-payment', 'uberweisung-no5', '']);
  });
});

describe('what a version changed', () => {
  it('is told field by field', () => {
    expect(changedFields(FULL, { ...FULL, severity: 'low', channels: [], window: undefined })).toEqual([
      {
        field: 'window',
        word: 'Window',
        before: '{ "for": "10m", "groupBy": "tx.from", "sum": "tx.value", "over": "amount(\\"3\\", 18)" }',
        after: null,
      },
      { field: 'severity', word: 'Severity', before: 'high', after: 'low' },
      { field: 'channels', word: 'Channels', before: 'ops', after: null },
    ]);
    expect(changedFields(FULL, FULL)).toEqual([]);
  });
});

describe('examples to begin from', () => {
  it.each(EXAMPLES)('$title compiles', ({ draft }) => {
    const { body } = bodyOf({ ...emptyDraft([1], 'ada'), channels: ['ops'], ...draft });
    const monitor = monitorFrom(monitorInputSchema.parse(body), { organisationId: 'acme', version: 0 });
    expect(RULES.compile(monitor).problems).toEqual([]);
  });
});

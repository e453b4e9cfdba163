import { describe, expect, it } from '@jest/globals';
import { ConcernedDetectors } from '../../../src/core/detect/concerned.js';
import { type Detector, defineDetector } from '../../../src/core/detect/detector.js';
import { maskOf, TRIGGERS, type Trigger, triggersOf } from '../../../src/core/detect/triggers.js';
import { CATALOGUE } from '../../../src/detectors/catalogue.js';
import {
  address,
  approvalLog,
  buildTransaction,
  syncLog,
  TOKEN,
  type TransactionParts,
  transferLog,
  VICTIM,
} from '../../support/build-transaction.js';

function detector(id: string, needs: Detector['needs'], on?: readonly Trigger[]): Detector {
  return defineDetector({
    id,
    version: 1,
    title: id,
    maturity: 'stable',
    attack: 'test',
    stage: 'exploit',
    needs,
    ...(on === undefined ? {} : { on }),
    params: {},
    inspect: () => [],
  });
}

const triggers = (parts: TransactionParts): readonly Trigger[] => {
  const mask = triggersOf(buildTransaction(parts));
  return TRIGGERS.filter((trigger) => (mask & maskOf([trigger])) !== 0);
};

describe('what a transaction has', () => {
  it.each<readonly [string, TransactionParts, readonly Trigger[]]>([
    ['a payment', { to: VICTIM, valueWei: 5n }, ['payment']],
    [
      'a token’s transfer',
      { to: TOKEN, input: '0xa9059cbb', logs: [transferLog(TOKEN, address('sender'), VICTIM, 5n)] },
      ['payment', 'tokens', 'call'],
    ],
    ['an approval', { to: TOKEN, logs: [approvalLog(TOKEN, address('sender'), VICTIM, 5n)] }, ['approval']],
    ['a deployment', { to: null, creates: TOKEN }, ['creation']],
    ['a factory', { trace: { to: TOKEN, calls: [{ to: VICTIM, kind: 'CREATE' }] } }, ['calls', 'creation']],
    ['a proxy', { trace: { to: TOKEN, calls: [{ to: VICTIM, kind: 'DELEGATECALL' }] } }, ['calls', 'delegate-call']],
    ['a pool', { to: TOKEN, logs: [syncLog(TOKEN, 5n, 5n)] }, ['pool']],
    ['a failure', { to: TOKEN, status: 0 }, ['failure']],
    ['a delegation', { to: VICTIM, authorizations: [{ delegate: TOKEN, authority: VICTIM }] }, ['authorization']],
  ])('%s', (_, parts, expected) => expect(triggers(parts)).toEqual(expected));
});

describe('who is asked', () => {
  const [always, onPayment, onPool, needsTrace] = [
    detector('always', []),
    detector('on-payment', [], ['payment', 'approval']),
    detector('on-pool', [], ['pool']),
    detector('needs-trace', ['trace'], ['payment']),
  ];
  const concerned = new ConcernedDetectors([always, onPayment, onPool, needsTrace]);

  it('is who has something to say of that kind of transaction and has what it needs', () => {
    const ids = (parts: TransactionParts) => concerned.of(buildTransaction(parts)).map(({ id }) => id);
    expect(ids({ to: VICTIM, valueWei: 5n })).toEqual(['always', 'on-payment']);
    expect(ids({ trace: { to: VICTIM, valueWei: 5n }, valueWei: 5n })).toEqual(['always', 'on-payment', 'needs-trace']);
    expect(ids({ to: TOKEN, logs: [syncLog(TOKEN, 5n, 5n)] })).toEqual(['always', 'on-pool']);
    expect(ids({ to: VICTIM })).toEqual(['always']);
  });

  it('never names a trigger that is none', () => {
    for (const { on = [] } of CATALOGUE) for (const trigger of on) expect(TRIGGERS).toContain(trigger);
  });
});

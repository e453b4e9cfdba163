import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../src/core/chain/block.js';
import type { Finding, Severity, Stage } from '../../src/core/detect/finding.js';
import type { StageSeen } from '../../src/core/detect/stages.js';
import { accumulate } from '../../src/pipeline/analyse/stage-accumulation.js';
import { ATTACKER, address, buildContext, buildTransaction, type ContextParts } from '../support/build-transaction.js';

const NOW = 1_700_000_000;
const HOUR = 3_600;
const CONTRACT = address('contract');
const FUNDER = address('funder');

function found(stage: Stage, severity: Severity, who: Address = ATTACKER): Finding {
  return {
    stage,
    severity,
    detectorId: `test-${stage}`,
    subject: { address: address('victim'), role: 'victim' },
    parties: [{ address: who, role: 'attacker' }],
  } as unknown as Finding;
}

const seen = (stage: Stage, secondsAgo: number): StageSeen => ({
  at: NOW - secondsAgo,
  stage,
  detectorId: `test-${stage}`,
  severity: 'medium',
  transactionHash: `0x${'cd'.repeat(32)}`,
});

const judge = (findings: readonly Finding[], history: ContextParts['history'], labels: ContextParts['labels'] = {}) =>
  accumulate(
    buildTransaction({ from: ATTACKER }),
    findings,
    buildContext({ timestamp: NOW, labels, ...(history === undefined ? {} : { history }) }),
  );

const pastOf =
  (who: Address, ...stages: readonly StageSeen[]) =>
  (one: Address) =>
    one === who ? stages : [];

describe('stage-accumulation', () => {
  it('adds up funding, preparation and a robbery, with the chain of evidence', () => {
    const result = judge([found('exploit', 'critical')], {
      stagesOf: pastOf(ATTACKER, seen('fund', 5 * 24 * HOUR), seen('prepare', 2 * HOUR)),
    });
    expect(result).toMatchObject({
      stage: 'exploit',
      detection: {
        severity: 'critical',
        subject: { address: ATTACKER },
        evidence: {
          stages: ['fund', 'prepare', 'exploit'],
          seconds: 5 * 24 * HOUR,
          chain: [{ stage: 'fund' }, { stage: 'prepare' }, { stage: 'exploit' }],
        },
      },
    });
  });

  it('is less sure without a grave robbery', () => {
    const result = judge([found('launder', 'medium')], { stagesOf: pastOf(ATTACKER, seen('fund', HOUR), seen('prepare', HOUR)) });
    expect(result).toMatchObject({ stage: 'launder', detection: { severity: 'high' } });
  });

  it('counts what the maker of the acting contract did, and who gave it its first coins', () => {
    const maker = address('maker');
    const result = judge([found('exploit', 'high', CONTRACT)], {
      creatorOf: (one) => (one === CONTRACT ? maker : null),
      fundingOf: (one) => (one === maker ? { from: FUNDER, by: FUNDER, at: NOW - HOUR, amountWei: 1n, source: 'other' } : null),
      stagesOf: (one) => (one === maker ? [seen('prepare', HOUR)] : one === FUNDER ? [seen('fund', HOUR)] : []),
    });
    expect(result?.detection.evidence['stages']).toEqual(['fund', 'prepare', 'exploit']);
    expect(result?.detection.evidence['cluster']).toEqual(expect.arrayContaining([ATTACKER, CONTRACT, maker, FUNDER]));
  });

  it.each([
    ['two stages only', [found('exploit', 'high')], { stagesOf: pastOf(ATTACKER, seen('fund', HOUR)) }],
    [
      'a preparation of the day before yesterday',
      [found('exploit', 'high')],
      { stagesOf: pastOf(ATTACKER, seen('fund', HOUR), seen('prepare', 49 * HOUR)) },
    ],
    [
      'funding of last month',
      [found('exploit', 'high')],
      { stagesOf: pastOf(ATTACKER, seen('fund', 30 * 24 * HOUR), seen('prepare', HOUR)) },
    ],
    [
      'a stage that was told before',
      [found('prepare', 'medium')],
      { stagesOf: pastOf(ATTACKER, seen('fund', HOUR), seen('prepare', HOUR), seen('exploit', HOUR)) },
    ],
    ['findings about people', [found('user', 'high')], { stagesOf: pastOf(ATTACKER, seen('fund', HOUR), seen('prepare', HOUR)) }],
    [
      'somebody whom nothing connects',
      [found('exploit', 'high')],
      { stagesOf: pastOf(address('other'), seen('fund', HOUR), seen('prepare', HOUR)) },
    ],
  ] as const)('stays silent on %s', (_, findings, history) => expect(judge(findings, history)).toBeNull());

  it('connects nobody by an exchange', () => {
    const history = {
      fundingOf: () => ({ from: FUNDER, by: FUNDER, at: NOW - HOUR, amountWei: 1n, source: 'other' as const }),
      stagesOf: pastOf(FUNDER, seen('fund', HOUR), seen('prepare', HOUR)),
    };
    expect(judge([found('exploit', 'high')], history)).not.toBeNull();
    expect(judge([found('exploit', 'high')], history, { [FUNDER]: 'exchange' })).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { TopFeature } from '../../src/core/score/explain.js';
import { scoreAnomaly } from '../../src/pipeline/analyse/score-anomaly.js';
import { address, buildTransaction } from '../support/build-transaction.js';

const LINE = 70;
const WARM = 5_000;
const SENDER = address('sender');
const CONTRACT = address('contract');
const top: readonly TopFeature[] = [
  { id: 'n_calls_log', sentence: 'number of calls', value: 9.5, usualFrom: 0, usualTo: 4.25, isHigh: true, surprise: 12 },
  { id: 'from_age_log', sentence: 'age of the sender', value: 0, usualFrom: 2, usualTo: 17, isHigh: false, surprise: 8 },
];
const call = buildTransaction({ from: SENDER, to: CONTRACT });

describe('score-anomaly', () => {
  it('fires on a risk above the line, with the features that stand out', () => {
    const [found, ...more] = scoreAnomaly(call, 93, LINE, top, WARM);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: 'medium',
      subject: { address: CONTRACT, role: 'contract' },
      parties: [{ address: SENDER, role: 'sender' }],
      evidence: { risk: 93, budgetRisk: LINE, warm: true },
    });
    expect(found?.summary).toContain('scores 93 of 100: number of calls stands out most');
    expect(found?.reasons?.map(({ text, value, usual }) => ({ text, value, usual }))).toEqual([
      { text: 'Unusually high: number of calls.', value: 9.5, usual: '0.00 to 4.25' },
      { text: 'Unusually low: age of the sender.', value: 0, usual: '2.00 to 17.0' },
    ]);
  });

  it('fires on the line itself', () => {
    expect(scoreAnomaly(call, LINE, LINE, top, WARM)).toHaveLength(1);
  });

  it('says less of a chain that is new to it', () => {
    expect(scoreAnomaly(call, 99, LINE, top, WARM - 1)).toMatchObject([{ severity: 'low', evidence: { warm: false } }]);
  });

  it('names the deployer where a contract is created', () => {
    const creation = buildTransaction({ from: SENDER, to: null, creates: CONTRACT });
    expect(scoreAnomaly(creation, 99, LINE, [], WARM)).toMatchObject([{ subject: { address: SENDER, role: 'deployer' } }]);
  });

  it('stays silent below the line, whatever stands out', () => {
    expect(scoreAnomaly(call, LINE - 0.01, LINE, top, WARM)).toEqual([]);
  });
});

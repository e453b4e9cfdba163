import { describe, expect, it } from '@jest/globals';
import { incidentKeyOf } from '../../../src/core/alert/incident-key.js';
import { storiesOf } from '../../../src/core/alert/stories.js';
import type { Finding, Party } from '../../../src/core/detect/finding.js';
import { addressOf, findingOf, hashOf } from '../../apps/api/things.js';

const [THIEF, POOL, VAULT, PERSON] = ['thief', 'pool', 'vault', 'person'].map(addressOf) as [Party['address'], ...Party['address'][]];

function exploit(detectorId: string, victim: Party['address'] | undefined, changes: Partial<Finding> = {}): Finding {
  return findingOf(7, {
    detectorId,
    stage: 'exploit',
    subject: { address: victim ?? VAULT ?? THIEF, role: 'victim' },
    parties: [{ address: THIEF, role: 'attacker' }],
    ...changes,
  });
}

describe('the key of an incident', () => {
  it.each([
    ['attacker and victim, whatever detector saw them', exploit('reentrancy-state-changing', POOL), `1:exploit:${THIEF}:${POOL}`],
    [
      'the sender where nobody is named an attacker',
      exploit('gas-outlier', POOL, {
        subject: { address: POOL ?? THIEF, role: 'contract' },
        parties: [{ address: THIEF, role: 'sender' }],
      }),
      `1:exploit:${THIEF}:${POOL}`,
    ],
    [
      'one attacker alone, where there is no victim yet',
      exploit('funding-from-mixer', undefined, { stage: 'fund', subject: { address: THIEF, role: 'funded' }, parties: [] }),
      `1:fund:${THIEF}:-`,
    ],
    [
      'who deploys, for all contracts of a preparation',
      exploit('contract-red-pill', undefined, {
        stage: 'prepare',
        subject: { address: VAULT ?? THIEF, role: 'contract' },
        parties: [{ address: THIEF, role: 'deployer' }],
      }),
      `1:prepare:${THIEF}:-`,
    ],
    [
      'the kind of attack and its subject where a side is unknown',
      exploit('admin-owner-changed', undefined, { stage: 'govern', subject: { address: POOL ?? THIEF, role: 'contract' }, parties: [] }),
      `1:govern:admin:${POOL}`,
    ],
    [
      'the subject, for what the score alone finds strange',
      exploit('score-anomaly', undefined, { stage: 'score', subject: { address: PERSON ?? THIEF, role: 'sender' } }),
      `1:score:score-anomaly:${PERSON}`,
    ],
    [
      'the monitor, its organisation and the subject',
      exploit('monitor:acme/outflow', POOL, {
        stage: 'watch',
        monitor: { organisationId: 'acme', monitorId: 'outflow', version: 3, channels: [] },
      }),
      `1:monitor:acme:outflow:${POOL}`,
    ],
  ])('is %s', (_name, finding, key) => {
    expect(incidentKeyOf(finding)).toBe(key);
  });

  it('does not change with the block', () => {
    const moved = exploit('reentrancy-state-changing', POOL, { blockHash: hashOf('another'), blockNumber: 8 });
    expect(incidentKeyOf(moved)).toBe(incidentKeyOf(exploit('reentrancy-state-changing', POOL)));
  });
});

describe('findings of one transaction', () => {
  it('are one story where they name the same attacker or the same victim', () => {
    const findings = [
      exploit('reentrancy-state-changing', POOL),
      exploit('outflow-drains-contract', VAULT),
      exploit('bridge-outflow-surge', VAULT, { parties: [{ address: PERSON ?? THIEF, role: 'receiver' }] }),
    ];
    const [story, ...others] = storiesOf(findings);
    expect(others).toEqual([]);
    expect(story?.findings).toEqual(findings);
    expect(story?.keys).toEqual([`1:exploit:${THIEF}:${POOL}`, `1:exploit:${THIEF}:${VAULT}`, `1:exploit:bridge:${VAULT}`]);
  });

  it('are several where another stage, another transaction or a monitor speaks', () => {
    const findings = [
      exploit('reentrancy-state-changing', POOL),
      exploit('governance-flash-vote', POOL, { stage: 'govern' }),
      exploit('outflow-drains-contract', VAULT, { transactionHash: hashOf('another') }),
      exploit('monitor:acme/outflow', POOL, {
        stage: 'watch',
        monitor: { organisationId: 'acme', monitorId: 'outflow', version: 1, channels: [] },
      }),
    ];
    expect(storiesOf(findings).map((story) => story.findings.length)).toEqual([1, 1, 1, 1]);
  });

  it('come together when one names both of two stories that had nothing in common', () => {
    const other = addressOf('accomplice');
    const findings = [
      exploit('a-b', POOL),
      exploit('c-d', VAULT, { parties: [{ address: other, role: 'attacker' }] }),
      exploit('e-f', POOL, { parties: [{ address: other, role: 'attacker' }] }),
    ];
    expect(storiesOf(findings).map((story) => story.findings.map(({ detectorId }) => detectorId))).toEqual([['a-b', 'c-d', 'e-f']]);
  });
});

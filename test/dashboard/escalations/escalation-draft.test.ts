import { describe, expect, it } from '@jest/globals';
import { escalationInputSchema } from '../../../src/contracts/escalation.js';
import {
  type EscalationDraft,
  NEW_POLICY,
  policyBodyOf,
  policyDraftOf,
  policyIdOf,
  stepText,
  withStep,
} from '../../../src/dashboard/escalations/escalation-draft.js';

const draft: EscalationDraft = {
  ...NEW_POLICY,
  title: ' Nobody on call answers ',
  steps: [{ key: 0, minutes: '15', channels: ['pager'] }],
};

describe('what is typed of a policy', () => {
  it('is what the service takes, and comes back as it was', () => {
    const body = policyBodyOf({ ...draft, about: 'some', monitors: ['drain'], detectors: 'reentrancy-state-changing,\n oracle-skew ' });
    const { id: _, ...taken } = escalationInputSchema.parse({ id: 'p', ...body });
    expect(taken).toEqual({
      title: 'Nobody on call answers',
      minSeverity: 'high',
      monitors: ['drain'],
      detectors: ['reentrancy-state-changing', 'oracle-skew'],
      steps: [{ afterMinutes: 15, channels: ['pager'] }],
    });
    expect(policyBodyOf(policyDraftOf({ id: 'p', ...body }))).toEqual(body);
  });

  it('is about whatever raised it, or about what is chosen; where that is nothing, the service says so', () => {
    expect(policyBodyOf({ ...draft, monitors: ['left over'], detectors: 'left-over' })).toMatchObject({ monitors: null, detectors: null });
    expect(policyBodyOf({ ...draft, about: 'some', detectors: 'one' })).toMatchObject({ monitors: null, detectors: ['one'] });
    const nothing = policyBodyOf({ ...draft, about: 'some' });
    expect(escalationInputSchema.safeParse({ id: 'p', ...nothing }).error?.issues.map(({ path }) => path)).toEqual([['monitors']]);
  });

  it('is refused by the service where minutes are missing or none', () => {
    for (const minutes of ['', '  ', '-3', 'soon', '1.5']) {
      const body = policyBodyOf({ ...draft, steps: [{ key: 0, minutes, channels: ['pager'] }] });
      expect(escalationInputSchema.safeParse({ id: 'p', ...body }).error?.issues[0]?.path).toEqual(['steps', 0, 'afterMinutes']);
    }
  });

  it('gets one more step, later than the last, each with a key of its own', () => {
    const steps = withStep(withStep(draft.steps));
    expect(steps.map(({ minutes }) => minutes)).toEqual(['15', '30', '60']);
    expect(new Set(withStep(steps.slice(1)).map(({ key }) => key)).size).toBe(3);
  });

  it('gets an id of its title that is free and that the service takes', () => {
    expect(policyIdOf('Nobody on call answers!', [])).toBe('nobody-on-call-answers');
    expect(policyIdOf('Nacht', ['nacht', 'nacht-2'])).toBe('nacht-3');
    for (const title of ['夜', '---', `${'a'.repeat(54)} b c`, 'Ärger'])
      expect(escalationInputSchema.shape.id.safeParse(policyIdOf(title, ['policy'])).success).toBe(true);
  });

  it('is told as a time and names', () => {
    expect(stepText({ afterMinutes: 15, channels: ['pager', 'team'] })).toBe('after 15 min: pager, team');
    expect(stepText({ afterMinutes: 150, channels: ['pager'] })).toBe('after 2 h 30 min: pager');
  });
});

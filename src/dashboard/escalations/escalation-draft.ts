import type { EscalationView } from '../../contracts/escalation.js';
import type { Severity } from '../format/wording.js';

/** What the form holds while it is filled in: numbers as they were typed. */
export interface EscalationDraft {
  readonly title: string;
  readonly minSeverity: Severity;
  readonly about: 'everything' | 'some';
  readonly monitors: readonly string[];
  /** Ids, one a line. */
  readonly detectors: string;
  readonly steps: readonly StepDraft[];
}

export interface StepDraft {
  /** Tells one from another while they are added and removed. */
  readonly key: number;
  readonly minutes: string;
  readonly channels: readonly string[];
}

export type EscalationBody = Omit<EscalationView, 'id'>;

export const NEW_POLICY: EscalationDraft = {
  title: '',
  minSeverity: 'high',
  about: 'everything',
  monitors: [],
  detectors: '',
  steps: [{ key: 0, minutes: '15', channels: [] }],
};

/** A policy as it is, for changing it. */
export function policyDraftOf({ title, minSeverity, monitors, detectors, steps }: EscalationView): EscalationDraft {
  return {
    title,
    minSeverity,
    about: monitors === null && detectors === null ? 'everything' : 'some',
    monitors: monitors ?? [],
    detectors: (detectors ?? []).join('\n'),
    steps: steps.map(({ afterMinutes, channels }, key) => ({ key, minutes: String(afterMinutes), channels })),
  };
}

/** What is sent. An empty field of minutes is no number, which the service says at its field. */
export function policyBodyOf({ title, minSeverity, about, monitors, detectors, steps }: EscalationDraft): EscalationBody {
  const ids = detectors.split(/[\s,]+/).filter((id) => id !== '');
  const isAll = about === 'everything';
  return {
    title: title.trim(),
    minSeverity,
    monitors: isAll || (monitors.length === 0 && ids.length > 0) ? null : [...monitors],
    detectors: isAll || ids.length === 0 ? null : ids,
    steps: steps.map(({ minutes, channels }) => ({ afterMinutes: minutes.trim() === '' ? 0 : Number(minutes), channels: [...channels] })),
  };
}

/** Twice as late as the last one: the first guess for one more. */
export function withStep(steps: readonly StepDraft[]): readonly StepDraft[] {
  const last = steps.at(-1);
  const minutes = Number(last?.minutes);
  return [
    ...steps,
    { key: Math.max(-1, ...steps.map(({ key }) => key)) + 1, minutes: minutes > 0 ? String(minutes * 2) : '15', channels: [] },
  ];
}

/** An id that is free, made of the title. */
export function policyIdOf(title: string, taken: readonly string[]): string {
  const slug =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 55)
      .replace(/-+$/, '') || 'policy';
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? slug : `${slug}-${n}`;
    if (!taken.includes(id)) return id;
  }
}

/** When and whom a step tells: "after 15 min: pager, team". */
export function stepText({ afterMinutes, channels }: EscalationView['steps'][number]): string {
  const [hours, minutes] = [Math.floor(afterMinutes / 60), afterMinutes % 60];
  const time = [hours === 0 ? null : `${hours} h`, minutes === 0 ? null : `${minutes} min`].filter((part) => part !== null).join(' ');
  return `after ${time}: ${channels.join(', ')}`;
}

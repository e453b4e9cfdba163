import type { MonitorProblem } from './draft-body.js';

/** Those of one field, and of what is within it. */
export function problemsAt(problems: readonly MonitorProblem[], path: string): readonly MonitorProblem[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}/`));
}

/** The top field that a problem is about: `when`, `window`. */
export function fieldOf({ path }: Pick<MonitorProblem, 'path'>): string {
  return path.split('/')[1] ?? '';
}

export function isError({ severity }: Pick<MonitorProblem, 'severity'>): boolean {
  return severity === 'error';
}

/** Of the element on the page that a place of the monitor is written in. */
export function elementId(path: string): string {
  return `monitor${path.replaceAll('/', '-')}`;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  id: 'Id',
  title: 'Title',
  owner: 'Owner',
  chains: 'Chains',
  addresses: 'Addresses',
  abi: 'ABI',
  on: 'Asked about',
  when: 'Condition',
  severity: 'Severity',
  risk: 'Risk',
  channels: 'Channels',
  cooldown: 'Cooldown',
  muted: 'Muted',
  window: 'Window',
  sequence: 'Sequence',
  reads: 'What is read',
};

/** Where a problem is, in words: `Condition, line 2`. */
export function placeText(problem: MonitorProblem): string {
  const field = FIELD_WORDS[fieldOf(problem)] ?? 'The monitor';
  const [, , index] = problem.path.split('/');
  const item = index !== undefined && /^\d+$/.test(index) ? ` ${Number(index) + 1}` : '';
  return `${field}${item}${problem.line === null ? '' : `, line ${problem.line}`}`;
}

export function fieldWord(field: string): string {
  return FIELD_WORDS[field] ?? field;
}

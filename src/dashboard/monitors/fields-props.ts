import type { MonitorDraft } from './draft.js';
import type { MonitorProblem } from './draft-body.js';

/** What each part of the form takes. */
export interface FieldsProps {
  readonly draft: MonitorDraft;
  readonly problems: readonly MonitorProblem[];
  readonly onChange: (change: Partial<MonitorDraft>) => void;
}

import { useMemo, useRef } from 'react';
import type { MonitorView } from '../../contracts/monitor.js';
import { Panel } from '../layout/panel.js';
import { BacktestPanel } from './backtest-panel.js';
import { CheckPanel } from './check-panel.js';
import { ConditionEditor, type ConditionHandle } from './condition-editor.js';
import { ConflictNotice } from './conflict-notice.js';
import type { MonitorDraft } from './draft.js';
import { bodyOf, type MonitorProblem } from './draft-body.js';
import './editor.css';
import { ProblemLines } from './field.js';
import { MoreFields } from './more-fields.js';
import { elementId, fieldOf, fieldWord, isError, problemsAt } from './problems.js';
import { RouteFields } from './route-fields.js';
import { SaveBar } from './save-bar.js';
import { SubjectFields } from './subject-fields.js';
import { useMonitorCheck } from './use-monitor-check.js';
import { useMonitorEditor } from './use-monitor-editor.js';
import { VersionsPanel } from './versions-panel.js';
import { WordsPanel } from './words-panel.js';

interface EditorProps {
  /** Null: a new one. */
  readonly saved: MonitorView | null;
  readonly initial: MonitorDraft;
  readonly keptAs: string;
  readonly onSaved: (monitor: MonitorView) => void;
}

/** A monitor to be written, tried and saved. */
export function Editor({ saved, initial, keptAs, onSaved }: EditorProps) {
  const editor = useMonitorEditor({ saved, initial, keptAs, onSaved });
  const { draft, change } = editor;
  const check = useMonitorCheck(draft);
  const condition = useRef<ConditionHandle>(null);
  const { problems, waiting } = useTold(
    editor.refused.length > 0 ? editor.refused : check.problems,
    draft,
    saved === null && !editor.hasTriedToSave ? initial : null,
  );
  const ofWhen = useMemo(() => problemsAt(problems, '/when'), [problems]);
  const isMore = draft.window !== null || draft.sequence.length > 0 || draft.reads.length + draft.slots.length > 0;

  function goTo({ path, line, column }: MonitorProblem): void {
    if (path === '/when') return condition.current?.goTo(line, column);
    const [, field = '', ...rest] = path.split('/');
    const place = [path, ...rest.map((_, at) => `/${[field, ...rest.slice(0, at)].join('/')}`).reverse()]
      .map((one) => document.getElementById(elementId(one)))
      .find((element) => element !== null);
    place?.closest('details')?.setAttribute('open', '');
    place?.scrollIntoView({ block: 'center' });
    place?.focus();
  }

  return (
    <>
      {editor.isRestored && editor.conflict === null && (
        <p className="notice" role="status">
          Your unsaved changes of before are here again.
        </p>
      )}
      <form
        className="columns wide-left"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          if (editor.isDirty) editor.save();
        }}
      >
        <div className="stack">
          <Panel title="What it looks at">
            <SubjectFields draft={draft} problems={problems} isNew={saved === null} onChange={change} />
          </Panel>
          <Panel title="Condition">
            <ConditionEditor
              id={elementId('/when')}
              value={draft.when}
              vocabulary={check.vocabulary}
              problems={ofWhen}
              problemsOf={editor.refused.length > 0 ? draft.when : check.of}
              onChange={(when) => change({ when })}
              ref={condition}
            />
            <p className="field-hint dim condition-hint" id={`${elementId('/when')}-hint`}>
              An expression of CEL that is true where the monitor shall match. Ctrl+Space offers what may be said.
            </p>
            <ProblemLines id={`${elementId('/when')}-problems`} problems={ofWhen} />
          </Panel>
          <Panel title="Who hears of it">
            <RouteFields draft={draft} problems={problems} onChange={change} />
          </Panel>
          <Panel title="More than one match">
            <details className="more" open={isMore}>
              <summary>Windows, sequences and what is read of contracts</summary>
              <MoreFields draft={draft} problems={problems} onChange={change} />
            </details>
          </Panel>
        </div>
        <div className="stack beside">
          <CheckPanel check={check} problems={problems} waiting={waiting} onGoTo={goTo} />
          <WordsPanel vocabulary={check.vocabulary} onInsert={(text) => condition.current?.insert(text)} />
        </div>
      </form>
      <BacktestPanel draft={draft} against={saved !== null && editor.isDirty ? saved.version : null} />
      {saved !== null && <VersionsPanel id={saved.id} newest={saved.version} onTake={(taken) => change(taken)} />}
      <div className="save-dock">
        {editor.conflict !== null && <ConflictNotice editor={editor} conflict={editor.conflict} />}
        <SaveBar
          editor={editor}
          isNew={saved === null}
          errors={problems.filter(isError).length}
          warnings={problems.filter((one) => !isError(one)).length}
        />
      </div>
    </>
  );
}

/** While somebody begins to write, what is empty is no mistake yet. `untouched`: the draft as it began; null: everything is told. */
function useTold(all: readonly MonitorProblem[], draft: MonitorDraft, untouched: MonitorDraft | null) {
  return useMemo(() => {
    const textsOf = (of: MonitorDraft | null) =>
      new Map(of === null ? [] : Object.entries(bodyOf(of).body).map(([field, value]) => [field, JSON.stringify(value)]));
    const [begun, now] = [textsOf(untouched), textsOf(draft)];
    const isWaiting = (problem: MonitorProblem) => begun.has(fieldOf(problem)) && begun.get(fieldOf(problem)) === now.get(fieldOf(problem));
    return {
      problems: all.filter((problem) => !isWaiting(problem)),
      waiting: [...new Set(all.filter(isWaiting).map((problem) => fieldWord(fieldOf(problem)).toLowerCase()))],
    };
  }, [all, draft, untouched]);
}

import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { celExtensions, diagnosticsOf, setVocabulary } from './cel-editor.js';
import type { Vocabulary } from './completions.js';
import './condition-editor.css';
import type { MonitorProblem } from './draft-body.js';

export interface ConditionHandle {
  /** Puts text where the cursor is, and the cursor behind it. */
  insert(text: string): void;
  /** Null: where the cursor was. */
  goTo(line: number | null, column: number | null): void;
}

interface ConditionEditorProps {
  readonly id: string;
  readonly value: string;
  readonly vocabulary: Vocabulary;
  readonly problems: readonly MonitorProblem[];
  /** The text that the problems are about: with any other, what was underlined moves along with its words until they are said anew. */
  readonly problemsOf: string | null;
  readonly onChange: (text: string) => void;
  readonly ref: Ref<ConditionHandle>;
}

/** The condition, with its words offered and what is wrong underlined. */
export function ConditionEditor({ id, value, vocabulary, problems, problemsOf, onChange, ref }: ConditionEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const attributes = useRef({ 'aria-label': 'Condition, an expression of CEL', 'aria-describedby': `${id}-hint ${id}-problems` });
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };

  useEffect(() => {
    if (place.current === null) return undefined;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: celExtensions((text) => latest.current.onChange(text), attributes.current),
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const now = view.current;
    if (now !== null && now.state.doc.toString() !== value) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => view.current?.dispatch({ effects: setVocabulary.of(vocabulary) }), [vocabulary]);

  useEffect(() => {
    const now = view.current;
    if (now === null || now.state.doc.toString() !== problemsOf) return;
    now.dispatch(setDiagnostics(now.state, [...diagnosticsOf(now.state.doc, problems)]));
  }, [problems, problemsOf]);

  useImperativeHandle(ref, () => ({
    insert(text) {
      view.current?.dispatch(view.current.state.replaceSelection(text));
      view.current?.focus();
    },
    goTo(line, column) {
      const now = view.current;
      if (now === null) return;
      if (line !== null) {
        const at = now.state.doc.line(Math.min(line, now.state.doc.lines));
        now.dispatch({ selection: { anchor: Math.min(at.to, at.from + (column ?? 1) - 1) }, scrollIntoView: true });
      }
      now.focus();
    },
  }));

  return (
    <div id={id} ref={place} className={`condition ${problems.some(({ severity }) => severity === 'error') ? 'condition-wrong' : ''}`} />
  );
}

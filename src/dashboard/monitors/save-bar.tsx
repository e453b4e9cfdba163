import { Button } from '@mantine/core';
import { countOf } from '../format/number.js';
import './save-bar.css';
import { useMayWrite } from './use-may-write.js';
import type { MonitorEditor } from './use-monitor-editor.js';

interface SaveBarProps {
  readonly editor: MonitorEditor;
  readonly isNew: boolean;
  readonly errors: number;
  readonly warnings: number;
}

/** What is unsaved, always in reach. */
export function SaveBar({ editor, isNew, errors, warnings }: SaveBarProps) {
  const { isDirty, isSaving, saveError, base, conflict } = editor;
  const mayWrite = useMayWrite();
  return (
    <section className="save-bar" aria-label="Save">
      <p role={saveError === null ? 'status' : 'alert'} className={saveError === null ? 'dim' : 'problem-error'}>
        {saveError !== null ? `Not saved: ${saveError.message}` : isDirty ? `Unsaved changes${toldOf(errors, warnings)}` : savedText(base)}
        {!mayWrite && '. You may look and write, but not save: your key lacks the scope write.'}
      </p>
      <div className="save-buttons">
        {isDirty && (
          <Button size="sm" variant="default" disabled={isSaving} onClick={editor.discard}>
            Discard
          </Button>
        )}
        <Button
          size="sm"
          disabled={(!isDirty && !isNew) || !mayWrite || (conflict !== null && conflict !== 'taken')}
          loading={isSaving}
          onClick={() => editor.save()}
          title="Ctrl+S"
        >
          {isNew ? 'Save monitor' : `Save version ${base + 1}`}
        </Button>
      </div>
    </section>
  );
}

function savedText(base: number): string {
  return base === 0 ? 'Nothing written yet' : `Version ${base} is saved`;
}

function toldOf(errors: number, warnings: number): string {
  if (errors > 0) return ` · ${countOf(errors, 'problem')}`;
  return warnings > 0 ? ` · ${countOf(warnings, 'warning')}` : '';
}

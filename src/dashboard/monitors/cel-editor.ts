import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, lintGutter } from '@codemirror/lint';
import { type Extension, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { choicesAt, NO_VOCABULARY, type Vocabulary } from './completions.js';
import type { MonitorProblem } from './draft-body.js';

/** Tells the editor what its expression may say now. */
export const setVocabulary = StateEffect.define<Vocabulary>();

const vocabularyField = StateField.define<Vocabulary>({
  create: () => NO_VOCABULARY,
  update: (value, { effects }) => effects.reduce((latest, effect) => (effect.is(setVocabulary) ? effect.value : latest), value),
});

const TOKENS =
  /(\/\/.*)|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|\b(true|false|null|in)\b|\b(0x[0-9a-fA-F]+|\d+(?:\.\d+)?)|([A-Za-z_]\w*)(?=\()|(&&|\|\||[=!<>]=|[<>?:!])/g;
const TOKEN_CLASSES = ['', 'cel-comment', 'cel-text', 'cel-word', 'cel-number', 'cel-call', 'cel-sign'];

/** The language has no words that go over lines, so a pattern a line is enough to colour it. */
const tokens = new MatchDecorator({
  regexp: TOKENS,
  decoration: (match) => Decoration.mark({ class: TOKEN_CLASSES[match.findIndex((part, at) => at > 0 && part !== undefined)] ?? '' }),
});

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = tokens.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = tokens.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

const KINDS = { variable: 'variable', property: 'property', function: 'function', text: 'text' } as const;

function complete(context: CompletionContext): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos);
  const { from, choices } = choicesAt(before, context.state.field(vocabularyField));
  const isAsked = context.explicit || from < context.pos || /[."']$/.test(before);
  if (!isAsked || choices.length === 0) return null;
  return {
    from,
    options: choices.map(
      ({ label, detail, kind }): Completion => ({
        label,
        detail,
        type: KINDS[kind],
        ...(kind === 'function' ? { apply: `${label}(` } : {}),
      }),
    ),
    validFor: /^\w*$/,
  };
}

/** What the editor can do; colours are in condition-editor.css. Tab leaves it, as from any other field. */
export function celExtensions(onChange: (text: string) => void, attributes: Readonly<Record<string, string>>): Extension {
  return [
    vocabularyField,
    colours,
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
    lintGutter(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ ...attributes, spellcheck: 'false', autocapitalize: 'off' }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}

/** Problems as underlined words: from where the service says to the end of the word there. */
export function diagnosticsOf(doc: Text, problems: readonly MonitorProblem[]): readonly Diagnostic[] {
  return problems.map(({ line, column, message, remedy, severity }) => {
    const at = line === null ? null : doc.line(Math.min(Math.max(1, line), doc.lines));
    const from = at === null ? 0 : Math.min(at.from + Math.max(0, (column ?? 1) - 1), at.to);
    const rest = at === null ? '' : at.text.slice(from - at.from);
    const word = /^(?:\.?[\w.]+|"(?:[^"\\]|\\.)*"?|\S)/.exec(rest)?.[0] ?? '';
    const to = at === null ? doc.length : Math.min(at.to, from + Math.max(1, word.length));
    return { from: Math.min(from, Math.max(0, to - 1)), to, severity, message: remedy === null ? message : `${message}\n${remedy}` };
  });
}

import type { HealthWords } from './health.js';
import './health-sign.css';

const SIGNS: Readonly<Record<HealthWords['kind'], string>> = { works: '●', silent: '○', blind: '◐', failing: '▲', refused: '■' };

/** Sign, word and colour: never colour alone. */
export function HealthSign({ health: { kind, word } }: { readonly health: HealthWords }) {
  return (
    <span className={`health health-${kind}`}>
      <span aria-hidden="true">{SIGNS[kind]}</span> {word}
    </span>
  );
}

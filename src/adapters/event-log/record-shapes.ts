import { isObject } from '../../core/chain/quantity.js';

const isRef = (value: unknown): boolean => isObject(value) && typeof value['chainId'] === 'number' && typeof value['hash'] === 'string';

const isMarker = (kind: unknown): boolean => kind === 'finality' || kind === 'gap' || kind === 'canary';

/** What must hold before a stage reads a value that came from a broker. Whoever may write to the topics is trusted for the rest; garbage and other versions are not. */
const SHAPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  'blocks.v1': (value) => {
    if (!isObject(value)) return false;
    const { kind, block, ref, chainId } = value;
    if (kind === 'block' || kind === 'late')
      return isObject(block) && isRef(block) && isObject(block['header']) && Array.isArray(block['transactions']);
    return kind === 'retracted' ? isRef(ref) : isMarker(kind) && typeof chainId === 'number';
  },
  'findings.v1': (value) => {
    if (!isObject(value)) return false;
    const { kind, summary, findings, ref, chainId } = value;
    if (kind === 'analysed') return isObject(summary) && isRef(summary['ref']) && Array.isArray(findings);
    return kind === 'retracted' ? isRef(ref) : isMarker(kind) && typeof chainId === 'number';
  },
  'alerts.v1': (value) =>
    Array.isArray(value) &&
    value.every((event) => isObject(event) && typeof event['cursor'] === 'string' && typeof event['type'] === 'string'),
};

export function isValueOf(topic: string, value: unknown): boolean {
  return SHAPES[topic]?.(value) ?? true;
}

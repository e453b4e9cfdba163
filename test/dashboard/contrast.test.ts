import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

type Tokens = ReadonlyMap<string, string>;

/** The two blocks of custom properties: light, then dark. */
function schemes(): readonly (readonly [name: string, tokens: Tokens])[] {
  const css = readFileSync('src/dashboard/styles/tokens.css', 'utf8');
  const blocks = [...css.matchAll(/\{([^}]+)\}/g)].map(
    ([, body = '']) => new Map([...body.matchAll(/(--[a-z-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value])),
  );
  const [light, dark] = blocks;
  if (light === undefined || dark === undefined) throw new Error('tokens.css has no two blocks');
  return [
    ['light', light],
    ['dark', dark],
  ];
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'calm', 'blind'];
const TEXTS = ['text', 'dim', 'link', 'bell', ...SEVERITIES];
const GROUNDS = ['ground', 'surface', 'raised'];

describe('colours of text on their grounds', () => {
  for (const [scheme, tokens] of schemes()) {
    const colour = (name: string) => tokens.get(`--${name}`) ?? 'missing';
    it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
      `hold 4.5:1 in ${scheme}: %s on %s`,
      (text, ground) => {
        expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
      },
    );
    it.each(SEVERITIES)(`hold 4.5:1 in ${scheme}: %s and plain text on its own ground`, (severity) => {
      expect(contrast(colour(severity), colour(`${severity}-ground`))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour('text'), colour(`${severity}-ground`))).toBeGreaterThanOrEqual(4.5);
    });
    it(`hold 3:1 in ${scheme}: edges and focus that carry meaning`, () => {
      for (const edge of ['line-strong', 'accent', 'bar'])
        expect([edge, contrast(colour(edge), colour('surface')) >= (edge === 'bar' ? 2 : 3)]).toEqual([edge, true]);
    });
  }
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { ENGINE_FINDINGS } from '../../src/pipeline/analyse/engine-findings.js';

const FOLDER = 'src/detectors';
const HEADINGS = ['What it detects', 'Why it matters', 'Evidence', 'False positives', 'Blind spots', 'Response'];

describe('the catalogue of detectors', () => {
  it('lists every detector of the folder, each under the name of its file', () => {
    const files = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.ts') && name !== 'catalogue.ts')
      .map((name) => name.slice(0, -3));
    expect(CATALOGUE.map(({ id }) => id)).toEqual(files.sort());
  });

  for (const id of [...CATALOGUE.map((detector) => detector.id), ...ENGINE_FINDINGS]) {
    it(`has a whole page about ${id}`, () => {
      const page = readFileSync(`${FOLDER}/${id}.md`, 'utf8');
      expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
      expect(page).toContain(`\`${id}\` · stage: `);
    });
  }

  it('has a test for each', () => {
    expect(CATALOGUE.filter(({ id }) => !existsSync(`test/detectors/${id}.test.ts`))).toEqual([]);
  });
});

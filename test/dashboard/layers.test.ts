import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const LAYERS: Readonly<Record<string, { readonly layers: readonly string[]; readonly packages: RegExp }>> = {
  sdk: { layers: ['sdk', 'contracts'], packages: /^(zod|socket\.io-client)$/ },
  dashboard: {
    layers: ['dashboard', 'sdk', 'contracts'],
    packages: /^(react|react-dom\/client|react-router|@mantine\/.+|@tanstack\/.+|@xyflow\/.+|uplot.*)$/,
  },
};

function imports(folder: string): readonly (readonly [file: string, target: string])[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== 'vite.config.ts')
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const found = readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport |\bimport\()'([^']+)'/g);
      return [...found].map(([, target = '']) => [file, target] as const);
    });
}

describe('the direction of dependencies', () => {
  for (const [layer, allowed] of Object.entries(LAYERS))
    it(`holds in src/${layer}`, () => {
      const all = imports(path.join('src', layer));
      expect(all.length).toBeGreaterThan(5);
      const wrong = all.filter(([file, target]) => {
        if (!target.startsWith('.')) return !allowed.packages.test(target);
        const [inside = ''] = path.relative('src', path.resolve(path.dirname(file), target)).split(path.sep);
        return !allowed.layers.includes(inside);
      });
      expect(wrong).toEqual([]);
    });
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** What each layer may import from src. Packages: none but where a pattern allows them. */
const LAYERS: Readonly<Record<string, { readonly layers: readonly string[]; readonly packages: RegExp }>> = {
  core: { layers: ['core'], packages: /^$/ },
  ports: { layers: ['core', 'ports'], packages: /^$/ },
  detectors: { layers: ['core', 'detectors'], packages: /^$/ },
  contracts: { layers: ['core', 'contracts'], packages: /^zod$/ },
  pipeline: { layers: ['core', 'contracts', 'ports', 'detectors', 'pipeline'], packages: /^$/ },
  check: { layers: ['core', 'contracts', 'ports', 'detectors', 'check'], packages: /^$/ },
  adapters: { layers: ['core', 'contracts', 'ports', 'adapters'], packages: /.*/ },
  lab: { layers: ['core', 'contracts', 'lab'], packages: /^(node:|viem)/ },
};

function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('the direction of dependencies', () => {
  for (const [layer, allowed] of Object.entries(LAYERS)) {
    it(`holds in src/${layer}`, () => {
      const wrong: string[] = [];
      for (const file of files(path.join('src', layer))) {
        for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)) {
          const inside = target.startsWith('.') ? path.relative('src', path.resolve(path.dirname(file), target)).split(path.sep) : null;
          const isStageCrossing =
            layer === 'pipeline' && inside?.[0] === 'pipeline' && inside[1] !== path.relative('src/pipeline', file).split(path.sep)[0];
          const isWrong = inside === null ? !allowed.packages.test(target) : !allowed.layers.includes(inside[0] ?? '') || isStageCrossing;
          if (isWrong) wrong.push(`${file} imports ${target}`);
        }
      }
      expect(wrong).toEqual([]);
    });
  }
});

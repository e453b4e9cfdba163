import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Layer {
  /** Folders of src (and ml) that it may import from. */
  readonly layers: readonly string[];
  /** Packages and node's own modules. */
  readonly packages: RegExp;
}

const NONE = /^$/;
const ANY = /./;

const LAYERS: Readonly<Record<string, Layer>> = {
  core: { layers: ['core'], packages: NONE },
  ports: { layers: ['core', 'ports'], packages: NONE },
  detectors: { layers: ['core', 'detectors'], packages: NONE },
  contracts: { layers: ['core', 'contracts'], packages: /^zod$/ },
  pipeline: { layers: ['core', 'contracts', 'ports', 'detectors', 'pipeline'], packages: NONE },
  check: { layers: ['core', 'contracts', 'ports', 'detectors', 'check'], packages: NONE },
  adapters: { layers: ['core', 'contracts', 'ports', 'adapters'], packages: ANY },
  lab: { layers: ['core', 'contracts', 'lab'], packages: /^(node:|viem|solc)/ },
  ml: { layers: ['core', 'contracts', 'ports', 'detectors', 'pipeline', 'adapters', 'ml'], packages: /^(node:|zod$)/ },
  // viem: for who uses it (`with-tocsin.ts`); nothing else of the client needs it.
  sdk: { layers: ['sdk', 'contracts'], packages: /^(zod|socket\.io-client|viem)$/ },
  dashboard: {
    layers: ['dashboard', 'sdk', 'contracts'],
    // zod: for what a browser keeps between two visits.
    packages:
      /^(react|react-dom\/client|react-router|@mantine\/.+|@tanstack\/.+|@xyflow\/.+|@codemirror\/.+|uplot.*|react-markdown|remark-gfm|zod)$/,
  },
  apps: {
    layers: ['core', 'contracts', 'ports', 'detectors', 'pipeline', 'check', 'adapters', 'lab', 'ml', 'sdk', 'apps'],
    packages: ANY,
  },
};

/** Within these a folder never imports its neighbour: stages meet over the log. */
const NEIGHBOURS_APART = ['pipeline'];

function folderOf(layer: string): string {
  return layer === 'ml' ? 'ml' : path.join('src', layer);
}

/** Layer and the folder in it that a file belongs to. */
function placeOf(file: string): readonly [layer: string, inner: string] {
  const parts = path.relative('.', file).split(path.sep);
  const [layer = '', inner = ''] = parts[0] === 'src' ? parts.slice(1) : parts;
  return [layer, inner];
}

function importsOf(layer: string): readonly (readonly [file: string, target: string])[] {
  return readdirSync(folderOf(layer), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== 'vite.config.ts')
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const found = readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport |\bimport\()'([^']+)'/g);
      return [...found].map(([, target = '']) => [file, target] as const);
    });
}

describe('the direction of dependencies', () => {
  it('is laid down for every folder', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const unknown = folders.map(({ name }) => name).filter((name) => name !== 'decisions' && LAYERS[name] === undefined);
    expect(unknown).toEqual([]);
    expect(Object.keys(LAYERS).every((layer) => existsSync(folderOf(layer)))).toBe(true);
  });

  for (const [layer, allowed] of Object.entries(LAYERS)) {
    it(`holds in ${folderOf(layer)}`, () => {
      const imports = importsOf(layer);
      expect(imports.length).toBeGreaterThan(5);
      const wrong = imports.filter(([file, target]) => {
        if (!target.startsWith('.')) return !allowed.packages.test(target);
        const [inside, inner] = placeOf(path.resolve(path.dirname(file), target));
        if (NEIGHBOURS_APART.includes(layer) && inside === layer && inner !== placeOf(file)[1]) return true;
        return !allowed.layers.includes(inside);
      });
      expect(wrong).toEqual([]);
    });
  }

  it('keeps Nest in the apps', () => {
    const outside = Object.keys(LAYERS).filter((layer) => layer !== 'apps');
    expect(outside.flatMap(importsOf).filter(([, target]) => target.startsWith('@nestjs/'))).toEqual([]);
  });
});

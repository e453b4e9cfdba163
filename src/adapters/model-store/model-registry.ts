import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { FatalError } from '../../core/errors.js';
import { FEATURE_SCHEMA } from '../../core/features/schema.js';
import { readModelFolder, type StoredModel } from './model-folder.js';

/** Which of the model folders below `ml/models` does what. A folder that it does not name is a candidate. */
const registrySchema = z.object({
  champion: z.string().nullable(),
  shadow: z.string().nullable(),
  /** Champions of single chains, by chain id; the others have the champion for all. */
  chains: z.record(z.string().regex(/^\d+$/), z.string()).default({}),
  /** Former champions, the last one first. */
  retired: z.array(z.string()),
});
export type ModelRegistry = z.infer<typeof registrySchema>;

export const MODEL_STATES = ['candidate', 'shadow', 'champion', 'retired'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

const FILE = 'registry.json';
const NONE: ModelRegistry = { champion: null, shadow: null, chains: {}, retired: [] };

export function readRegistry(parent: string): ModelRegistry {
  let text: string;
  try {
    text = readFileSync(path.join(parent, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE;
    throw error;
  }
  try {
    return registrySchema.parse(JSON.parse(text));
  } catch {
    throw new FatalError(
      'bad-registry',
      `${path.join(parent, FILE)} is no model registry. Restore it, or name a champion again: tocsin models promote ID.`,
    );
  }
}

/** The champion below `parent`; null where none was named. */
export function readChampion(parent: string): StoredModel | null {
  const { champion } = readRegistry(parent);
  return champion === null ? null : readModelFolder(path.join(parent, champion));
}

export function stateOf({ champion, shadow, chains, retired }: ModelRegistry, name: string): ModelState {
  if (name === champion || Object.values(chains).includes(name)) return 'champion';
  if (name === shadow) return 'shadow';
  return retired.includes(name) ? 'retired' : 'candidate';
}

/** Names of the model folders below `parent`. */
export function modelNames(parent: string): readonly string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Makes a model the champion for all chains that have none of their own; the old one retires. */
export function promote(parent: string, id: string): ModelRegistry {
  const name = usable(parent, id);
  const registry = readRegistry(parent);
  const { champion, shadow, retired } = registry;
  if (champion === name) return registry;
  const others = [...(champion === null ? [] : [champion]), ...retired.filter((one) => one !== name)];
  return write(parent, { ...registry, champion: name, shadow: shadow === name ? null : shadow, retired: others });
}

/** Gives a chain a champion of its own; null: it has the one for all again. */
export function promoteOn(parent: string, chainId: number, id: string | null): ModelRegistry {
  const registry = readRegistry(parent);
  const { [String(chainId)]: _, ...others } = registry.chains;
  return write(parent, { ...registry, chains: id === null ? others : { ...others, [String(chainId)]: usable(parent, id) } });
}

/** Lets a model score beside the champion; null: none. */
export function setShadow(parent: string, id: string | null): ModelRegistry {
  const registry = readRegistry(parent);
  if (id === null) return write(parent, { ...registry, shadow: null });
  const name = usable(parent, id);
  if (name === registry.champion) throw new FatalError('already-champion', `Model ${name} is the champion: it cannot shadow itself.`);
  return write(parent, { ...registry, shadow: name, retired: registry.retired.filter((one) => one !== name) });
}

/** Takes the last promotion back. */
export function rollback(parent: string): ModelRegistry {
  const registry = readRegistry(parent);
  const { champion, shadow, retired } = registry;
  const [last, ...earlier] = retired;
  if (last === undefined) throw new FatalError('no-former-champion', 'No champion came before this one: there is nothing to roll back to.');
  return write(parent, { ...registry, champion: usable(parent, last), shadow: shadow ?? champion, retired: earlier });
}

/** The folder of a model that can score now, by its id or the beginning of it. */
function usable(parent: string, id: string): string {
  const [found, ...more] = modelNames(parent).filter((name) => name.startsWith(id.slice(0, 16).toLowerCase()));
  if (found === undefined || more.length > 0 || id === '')
    throw new FatalError(
      'no-such-model',
      `${more.length > 0 ? 'Several models begin' : 'No model begins'} with ${id}. tocsin models list shows them.`,
    );
  const { bundle } = readModelFolder(path.join(parent, found));
  if (bundle.schema !== FEATURE_SCHEMA)
    throw new FatalError(
      'model-schema',
      `Model ${found} was trained on other features than this version computes. Train it again: npm run train.`,
    );
  return found;
}

/** Written beside and renamed: a process that looks meanwhile sees the old one or the new one. */
function write(parent: string, registry: ModelRegistry): ModelRegistry {
  const draft = path.join(parent, `.${FILE}.${process.pid}`);
  writeFileSync(draft, `${JSON.stringify(registry, null, 2)}\n`);
  renameSync(draft, path.join(parent, FILE));
  return registry;
}

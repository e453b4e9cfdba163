import path from 'node:path';
import { readModelFolder } from '../../adapters/model-store/model-folder.js';
import {
  type ModelRegistry,
  modelNames,
  promote,
  promoteOn,
  readRegistry,
  rollback,
  setShadow,
  stateOf,
} from '../../adapters/model-store/model-registry.js';
import { messageOf } from '../../core/errors.js';
import { MODELS_DIR } from '../platform/open-scorer.js';

/** `tocsin models list`: every model folder, what it does, and whether it could. */
export function listModels(): void {
  const registry = readRegistry(MODELS_DIR);
  for (const name of modelNames(MODELS_DIR)) process.stdout.write(`${name}  ${stateOf(registry, name).padEnd(9)}  ${aboutOf(name)}\n`);
}

function aboutOf(name: string): string {
  try {
    const { bundle } = readModelFolder(path.join(MODELS_DIR, name));
    return `trained until ${new Date(bundle.trainedUntil * 1_000).toISOString().slice(0, 10)}`;
  } catch (error) {
    return messageOf(error);
  }
}

export function promoteModel(id: string, { chain }: { readonly chain?: number }): void {
  tell(chain === undefined ? promote(MODELS_DIR, id) : promoteOn(MODELS_DIR, chain, id));
}

export function releaseChain(chainId: number): void {
  tell(promoteOn(MODELS_DIR, chainId, null));
}

export function shadowModel(id: string | undefined): void {
  tell(setShadow(MODELS_DIR, id ?? null));
}

export function rollBackModel(): void {
  tell(rollback(MODELS_DIR));
}

function tell({ champion, shadow, chains }: ModelRegistry): void {
  const own = Object.entries(chains).map(([chainId, name]) => `, chain ${chainId} ${name}`);
  process.stdout.write(
    `champion ${champion ?? 'none'}, shadow ${shadow ?? 'none'}${own.join('')}; processes that run take it over within a second\n`,
  );
}

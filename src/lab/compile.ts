import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Abi } from 'viem';
import type { Hex } from '../core/chain/block.js';
import { arrayAt, dataAt, isObject, objectAt } from '../core/chain/quantity.js';
import { FatalError } from '../core/errors.js';
import { packageRoot } from './package-root.js';

export interface Artifact {
  /** Creation code without constructor arguments. */
  readonly bytecode: Hex;
  /** Signatures of its public functions. */
  readonly functions: readonly string[];
  readonly abi: Abi;
}

/** By contract name. */
export type Artifacts = ReadonlyMap<string, Artifact>;

const SETTINGS = {
  // Old enough for every node that the lab meets.
  evmVersion: 'paris',
  optimizer: { enabled: true, runs: 200 },
  // Without the hash of comments: the same code has the same bytes and so the same address rules.
  metadata: { bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.methodIdentifiers'] } },
} as const;

/** Solidity by file name. */
type Sources = ReadonlyMap<string, string>;

function readSources(): Sources {
  const folder = path.join(packageRoot(), 'src/lab/contracts');
  const names = readdirSync(folder).filter((name) => name.endsWith('.sol'));
  return new Map(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

/** Compiles the town's contracts, or reads what was compiled of the same sources by the same compiler before. Compiling takes some seconds. */
export function compileContracts(cacheDir: string = path.join(packageRoot(), 'dist/lab'), sources: Sources = readSources()): Artifacts {
  const require = createRequire(import.meta.url);
  const version: unknown = Reflect.get(Object(require('solc/package.json')), 'version');
  const hash = createHash('sha256')
    .update(JSON.stringify([version, SETTINGS, [...sources]]))
    .digest('hex');
  const file = path.join(cacheDir, `${hash.slice(0, 16)}.json`);
  if (existsSync(file)) {
    const cached = readArtifacts(file);
    if (cached !== null) return cached;
  }
  const artifacts = compile(sources, require);
  remember(file, artifacts);
  return artifacts;
}

function abiAt(value: unknown, name: string): Abi {
  if (isAbi(value)) return value;
  throw new FatalError('solidity', `The ABI of ${name} is not one.`);
}

function isAbi(value: unknown): value is Abi {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item['type'] === 'string');
}

/** Null where the file is cut off or foreign: it is made again then. */
function readArtifacts(file: string): Artifacts | null {
  try {
    const stored = objectAt(JSON.parse(readFileSync(file, 'utf8')), 'artifacts');
    return new Map(
      Object.entries(stored).map(([name, value]) => {
        const artifact = objectAt(value, name);
        const functions = arrayAt(artifact['functions'], name).map(String);
        return [name, { bytecode: dataAt(artifact['bytecode'], name), functions, abi: abiAt(artifact['abi'], name) }];
      }),
    );
  } catch {
    return null;
  }
}

/** Best effort: an installation that may not be written to compiles at every start. */
function remember(file: string, artifacts: Artifacts): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(Object.fromEntries(artifacts)));
    renameSync(draft, file);
  } catch {
    return;
  }
}

function compile(sources: Sources, require: NodeJS.Require): Artifacts {
  // Loaded here and not above: the compiler is 9 MB of WASM that a start with a filled cache does without.
  const compileStandard: unknown = Reflect.get(Object(require('solc')), 'compile');
  if (typeof compileStandard !== 'function') throw new FatalError('no-solc', 'The package solc has no compile(). Run npm ci again.');
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([name, content]) => [name, { content }])),
    settings: SETTINGS,
  };
  const output = objectAt(JSON.parse(String(compileStandard(JSON.stringify(input)))), 'solc');
  const errors = Array.isArray(output['errors'])
    ? output['errors'].filter((error) => isObject(error) && error['severity'] === 'error')
    : [];
  if (errors.length > 0)
    throw new FatalError('solidity', `The lab's contracts do not compile: ${errors.map((error) => error['formattedMessage']).join('\n')}`);
  const artifacts = new Map<string, Artifact>();
  for (const contracts of Object.values(objectAt(output['contracts'], 'solc.contracts'))) {
    for (const [name, contract] of Object.entries(objectAt(contracts, 'solc.contracts'))) {
      const compiled = objectAt(contract, name);
      const evm = objectAt(compiled['evm'], name);
      const bytecode = dataAt(`0x${String(objectAt(evm['bytecode'], name)['object'])}`, name);
      const functions = Object.keys(objectAt(evm['methodIdentifiers'], name));
      if (bytecode !== '0x') artifacts.set(name, { bytecode, functions, abi: abiAt(compiled['abi'], name) });
    }
  }
  return artifacts;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Abi } from 'viem';
import type { Hex } from '../../src/core/chain/block.js';
import { dataAt, objectAt } from '../../src/core/chain/quantity.js';

export interface Compiled {
  readonly abi: Abi;
  readonly code: Hex;
}

/** The contracts of a file in `contracts`, by name. */
export function compileContracts(file: string): ReadonlyMap<string, Compiled> {
  const compile: unknown = Reflect.get(Object(createRequire(import.meta.url)('solc')), 'compile');
  if (typeof compile !== 'function') throw new Error('solc has no compile()');
  const content = readFileSync(path.join(import.meta.dirname, 'contracts', file), 'utf8');
  const settings = {
    evmVersion: 'paris',
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  };
  const output: unknown = JSON.parse(String(compile(JSON.stringify({ language: 'Solidity', sources: { [file]: { content } }, settings }))));
  const { contracts, errors } = objectAt(output, 'solc');
  if (contracts === undefined) throw new Error(JSON.stringify(errors).slice(0, 2_000));
  const found = objectAt(objectAt(contracts, 'contracts')[file], file);
  return new Map(
    Object.entries(found).map(([name, one]) => {
      const { abi, evm } = objectAt(one, name);
      const code = dataAt(`0x${String(objectAt(objectAt(evm, 'evm')['bytecode'], 'bytecode')['object'])}`, 'bytecode');
      return [name, { abi: abi as Abi, code }];
    }),
  );
}

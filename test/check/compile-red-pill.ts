import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Hex } from '../../src/core/chain/block.js';
import { dataAt, objectAt } from '../../src/core/chain/quantity.js';

/** Creation code of the contract that behaves only while simulated. */
export function redPillCode(): Hex {
  const compile: unknown = Reflect.get(Object(createRequire(import.meta.url)('solc')), 'compile');
  if (typeof compile !== 'function') throw new Error('solc has no compile()');
  const content = readFileSync(path.join(import.meta.dirname, 'contracts/RedPill.sol'), 'utf8');
  const settings = { evmVersion: 'paris', outputSelection: { '*': { '*': ['evm.bytecode.object'] } } };
  const output: unknown = JSON.parse(
    String(compile(JSON.stringify({ language: 'Solidity', sources: { RedPill: { content } }, settings }))),
  );
  const file = objectAt(objectAt(objectAt(output, 'solc')['contracts'], 'contracts')['RedPill'], 'file');
  const evm = objectAt(objectAt(file['RedPill'], 'RedPill')['evm'], 'evm');
  return dataAt(`0x${String(objectAt(evm['bytecode'], 'bytecode')['object'])}`, 'bytecode');
}

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { toFunctionSignature } from 'viem';
import { ABI } from '../../src/lab/abi.js';
import { compileContracts } from '../../src/lab/compile.js';

/** Where each part of the ABI is implemented. */
const IMPLEMENTED: Readonly<Record<keyof typeof ABI, readonly string[]>> = {
  token: ['Token'],
  wrappedEther: ['WrappedEther'],
  pair: ['Pair'],
  router: ['Router'],
  marketMaker: ['MarketMaker'],
  lendingPool: ['LendingPool'],
  flashBorrower: ['FlashAttack', 'Refinancer'],
  vault: ['LeakyVault'],
  bank: ['Bank'],
  reentrant: ['ReentrancyAttack', 'SavingWallet'],
  proxy: ['Proxy'],
  registry: ['RegistryV1'],
  timelock: ['Timelock'],
  collector: ['Collector'],
  counter: ['Counter'],
};

const SOURCE = 'pragma solidity ^0.8.20; contract One { function one() external pure returns (uint256) { return 1; } }';

describe('the contracts of the town', () => {
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'tocsin-artifacts-'));
  afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

  it('have every function that the town calls', () => {
    const artifacts = compileContracts();
    const missing = Object.entries(ABI).flatMap(([part, abi]) => {
      const contracts = Object.entries(IMPLEMENTED).find(([name]) => name === part)?.[1] ?? [];
      const implemented = contracts.flatMap((contract) => artifacts.get(contract)?.functions ?? []);
      return abi.flatMap((item) => {
        if (item.type !== 'function' || implemented.includes(toFunctionSignature(item))) return [];
        return [`${part}: ${toFunctionSignature(item)}`];
      });
    });
    expect(missing).toEqual([]);
  });

  it('are compiled once for the same sources, and again where the cache is broken', () => {
    const sources = new Map([['One.sol', SOURCE]]);
    const first = compileContracts(cacheDir, sources);
    const [name = ''] = readdirSync(cacheDir);
    const file = path.join(cacheDir, name);
    const writtenAt = statSync(file).mtimeMs;
    expect(compileContracts(cacheDir, sources)).toEqual(first);
    expect(statSync(file).mtimeMs).toBe(writtenAt);
    const { size } = statSync(file);
    writeFileSync(file, '{"One":');
    expect(compileContracts(cacheDir, sources)).toEqual(first);
    expect(statSync(file).size).toBe(size);
    expect(first.get('One')?.functions).toEqual(['one()']);
    const changed = compileContracts(cacheDir, new Map([['One.sol', SOURCE.replace('1;', '2;')]]));
    expect(changed.get('One')?.bytecode).not.toBe(first.get('One')?.bytecode);
    expect(readdirSync(cacheDir)).toHaveLength(2);
  });
});

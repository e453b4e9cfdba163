import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Abi } from 'viem';
import { z } from 'zod';
import { FatalError, messageOf } from '../../core/errors.js';
import type { UserAbis } from './viem-call-decoder.js';

const items = z.array(z.custom<Abi[number]>((item) => typeof item === 'object' && item !== null && 'type' in item));
/** An ABI by itself, or as compilers write it: with other things, under `abi`. */
const fileSchema = z.union([items, z.looseObject({ abi: items }).transform(({ abi }) => abi)]);

/** ABIs of a folder, a JSON file each: `<address>.json` is of that contract, any other name of whichever contract has its functions. */
export function readAbis(dir: string | null): UserAbis {
  if (dir === null) return {};
  const abis: Record<string, Abi> = {};
  for (const name of namesIn(dir)) {
    const abi = abiIn(path.join(dir, name));
    const [address] = /^0x[0-9a-f]{40}/i.exec(name) ?? ['*'];
    abis[address] = [...(abis[address] ?? []), ...abi];
  }
  return abis;
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.json'));
  } catch (error) {
    throw new FatalError('abis-unreadable', `TOCSIN_ABIS: ${dir} cannot be read: ${messageOf(error)}. Give a folder of JSON files.`);
  }
}

function abiIn(file: string): Abi {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new FatalError('abi-unreadable', `TOCSIN_ABIS: ${file} is no ABI: ${messageOf(error).slice(0, 200)}`);
  }
}

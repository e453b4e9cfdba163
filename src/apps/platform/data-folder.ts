import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { FatalError, messageOf } from '../../core/errors.js';

const lockSchema = z.object({ pid: z.number().int().positive(), port: z.number().int() });

export interface DataFolder {
  readonly dir: string;
  release(): void;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'EPERM';
  }
}

function holderOf(file: string): z.infer<typeof lockSchema> | null {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // Cut off by a crash while it was written: nobody holds it.
  }
}

/** The live process that owns a data folder, and its port; null where nobody does. */
export function holderOfDataFolder(dir: string): { readonly pid: number; readonly port: number } | null {
  const holder = holderOf(path.join(dir, 'lock.json'));
  return holder !== null && holder.pid !== process.pid && isAlive(holder.pid) ? holder : null;
}

/** Takes a data folder for this process alone: two owners of one embedded store lose rows without an error. */
export function lockDataFolder(dir: string, port: number): DataFolder {
  const file = path.join(dir, 'lock.json');
  const content = JSON.stringify({ pid: process.pid, port });
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new FatalError('data-folder', `The data folder ${dir} cannot be made: ${messageOf(error)}. Choose another with --data.`);
  }
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, content, { flag: 'wx' });
      return { dir, release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (Reflect.get(Object(error), 'code') !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder !== null && holder.pid !== process.pid && isAlive(holder.pid)) break;
      rmSync(file, { force: true });
    }
  }
  throw new FatalError(
    'data-folder-in-use',
    `Another Tocsin (pid ${holderOf(file)?.pid}) uses ${dir}. Stop it, or choose another folder with --data.`,
  );
}

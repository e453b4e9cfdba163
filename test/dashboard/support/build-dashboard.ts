import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folder with the pages as they are shipped: built once for all tests, and again only where a source changed. */
export async function buildDashboard(): Promise<string> {
  await run(process.execPath, [path.resolve('src/apps/cli/build.mjs')]);
  return path.resolve('dist/dashboard');
}

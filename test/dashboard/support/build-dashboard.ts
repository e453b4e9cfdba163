import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The pages as they are shipped, in a folder of the test's own: built once for all tests, and again only where a source changed. */
export async function buildDashboard(outDir: string): Promise<void> {
  await run(process.execPath, [path.resolve('src/apps/cli/build.mjs')]);
  cpSync(path.resolve('dist/dashboard'), outDir, { recursive: true });
}

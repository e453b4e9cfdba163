import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Builds the pages as they are shipped, into a folder of the test's own. In a process of its own: the bundler's native part does not work inside jest. */
export async function buildDashboard(outDir: string): Promise<void> {
  const vite = path.resolve('node_modules/vite/bin/vite.js');
  await run(process.execPath, [vite, 'build', 'src/dashboard', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

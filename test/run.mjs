// Runs jest and closes with one line that says how it went.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const report = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-tests-')), 'report.json');
const args = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${report}`,
  ...process.argv.slice(2),
];
// What many suites begin with is made once: the town's contracts and the pages, beside each other.
const made = ['--import=tsx test/prepare.ts', 'src/apps/cli/build.mjs'].map(
  (command) =>
    new Promise((resolve) => spawn(process.execPath, command.split(' '), { stdio: ['ignore', 'ignore', 'inherit'] }).once('exit', resolve)),
);
if ((await Promise.all(made)).some((code) => code !== 0)) {
  console.log('tests: 0 passed, 1 failed');
  process.exit(1);
}
const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
console.log(`tests: ${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
process.exit(status ?? 1);

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-build-')));
const builder = path.join(root, 'src/apps/cli/build.mjs');
const built = path.join(root, 'dist/src/module.js');
const lock = path.join(root, 'dist/.server.lock');
const asked = path.join(root, 'asked');
const run = promisify(execFile);
const build = () => run(process.execPath, [builder], { env: { PATH: process.env['PATH'] } });

/** A package of one's own, so that nobody else's build is disturbed; its bundler writes down that it was asked. */
beforeAll(() => {
  mkdirSync(path.dirname(builder), { recursive: true });
  cpSync('src/apps/cli/build.mjs', builder);
  const bundler = path.join(root, 'node_modules/esbuild');
  mkdirSync(bundler, { recursive: true });
  writeFileSync(path.join(bundler, 'package.json'), JSON.stringify({ name: 'esbuild', type: 'module', main: 'index.js' }));
  writeFileSync(
    path.join(bundler, 'index.js'),
    `import { appendFileSync } from 'node:fs';
import esbuild from ${JSON.stringify(path.resolve('node_modules/esbuild/lib/main.js'))};
export const build = (options) => {
  appendFileSync(${JSON.stringify(asked)}, '1');
  return esbuild.build(options);
};
`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the build at the start', () => {
  it('is done by one of several that start at once, and none of them fails', async () => {
    for (const answer of [41, 42]) {
      writeFileSync(path.join(root, 'src/module.ts'), `export const answer: number = ${answer};\n`);
      writeFileSync(asked, '');
      await Promise.all(Array.from({ length: 5 }, build));
      expect(readFileSync(asked, 'utf8')).toBe('1');
      expect(readFileSync(built, 'utf8')).toContain(String(answer));
      expect(readdirSync(path.join(root, 'dist')).filter((name) => name.includes('lock'))).toEqual([]);
    }
  }, 60_000);

  it('does not wait for one that died while it built', async () => {
    const { pid } = await new Promise<{ pid: number }>((resolve) => {
      const child = execFile(process.execPath, ['-e', ''], () => resolve({ pid: child.pid ?? 0 }));
    });
    writeFileSync(lock, String(pid));
    writeFileSync(path.join(root, 'src/module.ts'), 'export const answer: number = 50;\n');
    await build();
    expect(readFileSync(built, 'utf8')).toContain('50');
    expect(existsSync(lock)).toBe(false);
  }, 60_000);
});

// Builds src and ml file by file into dist (esbuild, under a second) and the dashboard (Vite, some seconds), each only where its sources changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const dist = path.join(root, 'dist');

function filesUnder(directory, keep) {
  const found = [];
  if (!existsSync(directory)) return found;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(full, keep));
    else if (keep(full)) found.push(full);
  }
  return found.sort();
}

const isDashboard = (file) => file.startsWith(path.join(root, 'src/dashboard') + path.sep);
const isCode = (file) => /\.tsx?$/.test(file);

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files, path.join(root, 'package-lock.json'), fileURLToPath(import.meta.url)]) {
    if (!existsSync(file)) continue;
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}:${mtimeMs}:${size}\n`);
  }
  return hash.digest('hex');
}

function isFresh(name, stamp) {
  const file = path.join(dist, `.${name}.stamp`);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function remember(name, stamp) {
  mkdirSync(dist, { recursive: true });
  writeFileSync(path.join(dist, `.${name}.stamp`), stamp);
}

async function buildServer() {
  const all = [...filesUnder(path.join(root, 'src'), isCode), ...filesUnder(path.join(root, 'ml'), isCode)];
  const files = all.filter((file) => !isDashboard(file));
  const stamp = stampOf(files);
  if (isFresh('server', stamp)) return;
  const { build } = await import('esbuild');
  for (const folder of ['src', 'ml']) rmSync(path.join(dist, folder), { recursive: true, force: true });
  await build({
    entryPoints: files,
    outdir: dist,
    outbase: root,
    bundle: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
  });
  remember('server', stamp);
}

async function buildDashboard() {
  const config = path.join(root, 'src/dashboard/vite.config.ts');
  if (!existsSync(config)) return;
  const files = filesUnder(path.join(root, 'src'), (file) => isDashboard(file) || /src[\\/](sdk|contracts|core)[\\/].*\.ts$/.test(file));
  const stamp = stampOf(files);
  if (isFresh('dashboard', stamp)) return;
  const { build } = await import('vite').catch(() => ({ build: null }));
  // An image without development dependencies carries the built dashboard and cannot build another.
  if (build === null) return;
  await build({ configFile: config, logLevel: 'warn' });
  remember('dashboard', stamp);
}

/** Returns the package root as a URL with a trailing slash. Commands that show no page do not wait for one. */
export async function buildIfStale({ withDashboard = true } = {}) {
  await Promise.all([buildServer(), ...(withDashboard ? [buildDashboard()] : [])]);
  return pathToFileURL(root + path.sep);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale();

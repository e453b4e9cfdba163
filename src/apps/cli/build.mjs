// Builds src and ml file by file into dist (esbuild, under a second) and the dashboard (Vite, some seconds), each only where its sources changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const dist = path.join(root, 'dist');
const WAIT_MS = 50;

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

/** Builds what is out of date, one process at a time: who comes second finds it built. */
async function unlessFresh(name, stamp, build) {
  if (isFresh(name, stamp)) return;
  const release = await lock(path.join(dist, `.${name}.lock`));
  try {
    if (isFresh(name, stamp)) return;
    await build();
    remember(name, stamp);
  } finally {
    release();
  }
}

/** A file with the owner's process id, made by one alone; one whose owner is gone is moved out of the way, which again one alone can do. */
async function lock(file) {
  mkdirSync(dist, { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(file)) {
      try {
        renameSync(file, `${file}.${process.pid}`);
        rmSync(`${file}.${process.pid}`, { force: true });
      } catch {
        // Somebody else was faster.
      }
    } else await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

function isAbandoned(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function buildServer() {
  const all = [...filesUnder(path.join(root, 'src'), isCode), ...filesUnder(path.join(root, 'ml'), isCode)];
  const files = all.filter((file) => !isDashboard(file));
  await unlessFresh('server', stampOf(files), () => bundleServer(files));
}

async function bundleServer(files) {
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
}

async function buildDashboard() {
  const config = path.join(root, 'src/dashboard/vite.config.ts');
  if (!existsSync(config)) return;
  const files = filesUnder(path.join(root, 'src'), (file) => isDashboard(file) || /src[\\/](sdk|contracts|core)[\\/].*\.ts$/.test(file));
  const stamp = stampOf(files);
  // Before the bundler is loaded, which takes longer than all else at the start.
  if (isFresh('dashboard', stamp)) return;
  const { build } = await import('vite').catch(() => ({ build: null }));
  // An image without development dependencies carries the built dashboard and cannot build another.
  if (build === null) return;
  await unlessFresh('dashboard', stamp, () => asShipped(() => build({ configFile: config, logLevel: 'warn' })));
}

/** The bundler takes its mode from the environment, and whoever starts this may have another one. */
async function asShipped(work) {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Returns the package root as a URL with a trailing slash. Commands that show no page do not wait for one. */
export async function buildIfStale({ withDashboard = true } = {}) {
  await Promise.all([buildServer(), ...(withDashboard ? [buildDashboard()] : [])]);
  return pathToFileURL(root + path.sep);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale();

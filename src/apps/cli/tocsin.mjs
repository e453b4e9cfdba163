#!/usr/bin/env node
// The launcher: plain JavaScript, so that it works straight after `npm ci`. It builds what is out of date and hands over to the built program.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tocsin needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
// Four heavy ClickHouse queries would occupy libuv's four default threads, and file access would wait behind them.
process.env.UV_THREADPOOL_SIZE ??= '16';
// TensorFlow's native library writes banners to stderr otherwise.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const { buildIfStale } = await import('./build.mjs');
const SERVING = ['start', 'role'];
const root = await buildIfStale({ withDashboard: SERVING.includes(process.argv[2] ?? '') });
const { main } = await import(new URL('dist/src/apps/cli/main.js', root).href);
await main(process.argv.slice(2));

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));
/** Where a running instance is, for `npx vite src/dashboard` while working on a page. */
const service = process.env['TOCSIN_DASHBOARD_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig(({ command }) => ({
  root: here,
  plugins: [react()],
  // Whoever builds it, from a test too, gets React as it is shipped.
  define: command === 'build' ? { 'process.env.NODE_ENV': JSON.stringify('production') } : {},
  build: {
    outDir: path.resolve(here, '../../dist/dashboard'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    // The chart and the graph are pages of their own size and come when they are looked at.
    chunkSizeWarningLimit: 800,
    // A chunk runs as a whole before those that import it: zod must be told not to use eval before any schema is made.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|sdk[\\/]without-eval/ }] } } },
  },
  server: { proxy: { '/v1': service, '/socket.io': { target: service, ws: true } } },
}));

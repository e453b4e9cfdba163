import { spawn } from 'node:child_process';

/** Stands down: the process it watched over has ended. */
export type StandDown = () => void;

/**
 * Ends a process in order when this one dies without a word (kill -9, out of memory): a shell waits at a pipe whose other end is ours. So no chain is left
 * running without an owner, and it writes itself down. Windows has no such shell; there an orphan is found at the next start.
 */
export function guardAgainstOrphan(pid: number): StandDown {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn('/bin/sh', ['-c', 'read -r nothing; kill -TERM "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined); // No shell: as on Windows.
  guard.unref();
  return () => {
    guard.kill('SIGKILL');
    guard.stdin?.destroy();
  };
}

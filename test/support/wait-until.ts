import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds, asked each `everyMs`; says what it waited for where it never does. */
export async function waitUntil(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000, everyMs = 10): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited for ${withinMs} ms: ${what}`);
    await sleep(everyMs);
  }
}

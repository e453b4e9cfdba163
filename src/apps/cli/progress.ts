import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number, note?: string): void;
  stop(): void;
}

const LINE_EVERY_MS = 3_000;

/** A bar on a terminal; elsewhere a line every few seconds, so that a log shows that work goes on. */
export function startProgress(title: string, total: number): Progress {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: `${title} {bar} {percentage} % {note}`, hideCursor: true }, Presets.shades_classic);
    bar.start(total, 0, { note: '' });
    return { update: (done, note = '') => bar.update(done, { note }), stop: () => bar.stop() };
  }
  let toldAt = performance.now();
  return {
    update(done, note = '') {
      if (done < total && performance.now() - toldAt < LINE_EVERY_MS) return;
      toldAt = performance.now();
      process.stderr.write(`${title}: ${done} of ${total} ${note}\n`);
    },
    stop: () => undefined,
  };
}

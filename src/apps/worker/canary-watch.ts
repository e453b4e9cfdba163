import { type AlarmMessage, beat, sendAlarm } from '../../adapters/notifier/alarm.js';
import { type CanaryLine, isWell, type Silence, SilenceWatch, silentAfterMs } from '../../core/deliver/silence.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { SYSTEM_CLOCK } from '../platform/clock.js';
import type { CanaryConfig } from '../platform/config.js';
import { hashText } from '../platform/hash-text.js';

interface CanaryWatchParts {
  readonly config: CanaryConfig & { readonly everyMs: number };
  /** Who looks: "deliver", "ingest". */
  readonly watcher: string;
  /** What should be heard. Where it rejects, whatever it looks at is what is silent. */
  look(): Promise<readonly CanaryLine[]>;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

const REMIND_EVERY_MS = 3_600_000;
const LONGEST_LOOK_MS = 15_000;

/**
 * Looks whether canaries come through, and raises the alarm itself, by a request of its own, where they do not. Two watch from the two ends: who puts canaries in
 * sees what came out, who takes them out sees what came in; neither needs what it watches. Null where no canaries are sent.
 */
export function watchForCanaries(
  { canary, metrics, logger }: { readonly canary?: CanaryConfig; readonly metrics: Metrics; readonly logger: Logger },
  watcher: string,
  look: CanaryWatchParts['look'],
): { close(): Promise<void> } | null {
  if (canary === undefined || canary.everyMs === null) return null;
  return startCanaryWatch({ config: { ...canary, everyMs: canary.everyMs }, watcher, look, metrics, logger });
}

function startCanaryWatch(parts: CanaryWatchParts): { close(): Promise<void> } {
  const { config, watcher, metrics } = parts;
  const watch = new SilenceWatch(silentAfterMs(config.everyMs));
  const alarm = new Alarm(parts);
  const stop = new AbortController();
  let sawAtMs: number | null = null;
  let beatAtMs = 0;

  async function lines(): Promise<readonly CanaryLine[]> {
    const sight = `what ${watcher} sees of canaries`;
    try {
      const seen = await parts.look();
      sawAtMs = SYSTEM_CLOCK.nowMs();
      return [...seen, { name: sight, heardAtMs: sawAtMs, reason: null }];
    } catch (error) {
      return [{ name: sight, heardAtMs: sawAtMs, reason: messageOf(error) }];
    }
  }

  async function lookOnce(): Promise<void> {
    const seen = await lines();
    const now = SYSTEM_CLOCK.nowMs();
    const silences = watch.look(seen, now);
    metrics.gauge('tocsin_canary_silent', silences.length, { watcher });
    await alarm.tell(silences, now);
    if (config.heartbeatUrl === null || !isWell(seen, silences) || now - beatAtMs < config.everyMs) return;
    await beat(config.heartbeatUrl);
    beatAtMs = now;
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await lookOnce().catch((error: unknown) =>
        parts.logger.error({ watcher, error: messageOf(error) }, 'an alarm could not be raised; trying again'),
      );
      await SYSTEM_CLOCK.sleep(Math.min(LONGEST_LOOK_MS, config.everyMs / 2), stop.signal);
    }
  }

  const running = run();
  return {
    close() {
      stop.abort();
      return running;
    },
  };
}

/** Tells of what fell silent and of what is heard again, once each, and reminds each hour; what was not taken is told at the next look. */
class Alarm {
  private told: ReadonlyMap<string, Silence> = new Map();
  private toldAtMs = 0;

  constructor(private readonly parts: Pick<CanaryWatchParts, 'config' | 'watcher' | 'logger'>) {}

  async tell(silences: readonly Silence[], nowMs: number): Promise<void> {
    const now = new Map(silences.map((silence) => [silence.name, silence]));
    const isNews = silences.some(({ name }) => !this.told.has(name));
    if (silences.length > 0 && (isNews || nowMs - this.toldAtMs >= REMIND_EVERY_MS)) {
      await this.send('canary.silent', silences, nowMs);
      this.told = new Map([...this.told, ...now]);
      this.toldAtMs = nowMs;
    }
    const heardAgain = [...this.told.values()].filter(({ name }) => !now.has(name));
    if (heardAgain.length === 0) return;
    await this.send('canary.heard', heardAgain, nowMs);
    this.told = now;
  }

  private async send(type: AlarmMessage['type'], silences: readonly Silence[], nowMs: number): Promise<void> {
    const { config, watcher, logger } = this.parts;
    const text = type === 'canary.silent' ? silentText(silences, nowMs) : `Tocsin hears its canaries again: ${namesOf(silences)}.`;
    const list = silences.map(({ name, sinceMs, reason }) => ({ name, since: new Date(sinceMs).toISOString(), reason }));
    if (type === 'canary.silent') logger.error({ watcher, silent: list }, 'canaries do not come through: alerts may not either');
    else logger.info({ watcher, heard: list }, 'canaries come through again');
    if (config.alarm === null) return;
    // A reminder is a message of its own: a receiver drops what has an id that it took before.
    const reminder = Math.floor((nowMs - Math.min(...silences.map(({ sinceMs }) => sinceMs))) / REMIND_EVERY_MS);
    const about = [type, list.map(({ name, since }) => [name, since]), ...(type === 'canary.silent' ? [reminder] : [])];
    const id = `alarm_${hashText(JSON.stringify(about)).slice(0, 32)}`;
    const options = { ...config.alarm, nowMs: SYSTEM_CLOCK.nowMs };
    await sendAlarm(options, { id, type, text, data: { watcher, lines: list } });
  }
}

function silentText(silences: readonly Silence[], nowMs: number): string {
  const each = silences.map(
    ({ name, sinceMs, reason }) =>
      `${name}: nothing for ${Math.round((nowMs - sinceMs) / 1_000)} s${reason === null ? '' : ` (${reason})`}`,
  );
  return `Tocsin may be losing alerts: canaries do not come through. ${each.join('; ')}.`;
}

function namesOf(silences: readonly Silence[]): string {
  return silences.map(({ name }) => name).join(', ');
}

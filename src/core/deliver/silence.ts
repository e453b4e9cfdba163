/** Something from which a canary is heard again and again, as long as all on its way work. */
export interface CanaryLine {
  /** The same in every look: "chain 1", "channel default/oncall". */
  readonly name: string;
  /** When the last canary that came through was sent; null: none came yet. */
  readonly heardAtMs: number | null;
  /** What is known of why, where something is. */
  readonly reason: string | null;
  /** Ends at a receiver that is not ours: it may be down while all of ours works. */
  readonly isOfReceiver?: boolean;
}

export interface Silence {
  readonly name: string;
  /** Since when nothing came: the last canary, or the first time that one was expected here. */
  readonly sinceMs: number;
  readonly reason: string | null;
}

/** Three in a row are missing; one may be late, and a restart costs one. */
export function silentAfterMs(everyMs: number): number {
  return 3 * everyMs + SLACK_MS;
}
const SLACK_MS = 2_000;

/** Whether all of ours works: whatever is not a receiver is heard, and one receiver at least. One that is down is told, and silences nobody's heartbeat. */
export function isWell(lines: readonly CanaryLine[], silences: readonly Silence[]): boolean {
  const silent = new Set(silences.map(({ name }) => name));
  const isHeard = ({ name, heardAtMs }: CanaryLine) => heardAtMs !== null && !silent.has(name);
  const receivers = lines.filter(({ isOfReceiver }) => isOfReceiver === true);
  const ours = lines.filter(({ isOfReceiver }) => isOfReceiver !== true);
  return ours.every(isHeard) && (receivers.length === 0 || receivers.some(isHeard));
}

/** Which lines have been silent for too long. A line is given its time from when it was first expected. */
export class SilenceWatch {
  private readonly expectedSinceMs = new Map<string, number>();

  constructor(private readonly limitMs: number) {}

  look(lines: readonly CanaryLine[], nowMs: number): readonly Silence[] {
    const names = new Set(lines.map(({ name }) => name));
    for (const name of this.expectedSinceMs.keys()) if (!names.has(name)) this.expectedSinceMs.delete(name);
    return lines.flatMap(({ name, heardAtMs, reason }) => {
      const expectedSinceMs = this.expectedSinceMs.get(name) ?? nowMs;
      this.expectedSinceMs.set(name, expectedSinceMs);
      const sinceMs = Math.max(heardAtMs ?? 0, expectedSinceMs);
      return nowMs - sinceMs > this.limitMs ? [{ name, sinceMs: heardAtMs ?? expectedSinceMs, reason }] : [];
    });
  }
}

/** The wall clock, for latencies and leases only: what is detected depends on chain time. */
export interface Clock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

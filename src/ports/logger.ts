export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log lines. Fields never hold a secret: the adapter redacts as a last line of defence only. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

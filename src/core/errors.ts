/** Errors are named by what the caller must do, and recognised by a brand: two copies of a class still agree. */
const BRAND = 'tocsin.error';

export type ErrorFields = Readonly<Record<string, string | number | boolean | null>>;

abstract class BrandedError extends Error {
  readonly [BRAND]: 'retryable' | 'fatal';
  constructor(
    brand: 'retryable' | 'fatal',
    /** Stable word for logs and metrics. */
    readonly code: string,
    message: string,
    readonly fields: ErrorFields = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this[BRAND] = brand;
    this.name = brand === 'fatal' ? 'FatalError' : 'RetryableError';
  }
}

/** Back off and try the same input again. */
export class RetryableError extends BrandedError {
  constructor(code: string, message: string, fields?: ErrorFields, options?: ErrorOptions) {
    super('retryable', code, message, fields, options);
  }
}

/** Stop: bad configuration, schema drift, a store of another chain. The message names the remedy. */
export class FatalError extends BrandedError {
  constructor(code: string, message: string, fields?: ErrorFields, options?: ErrorOptions) {
    super('fatal', code, message, fields, options);
  }
}

function brandOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, BRAND) : undefined;
}

export function isRetryable(error: unknown): error is RetryableError {
  return brandOf(error) === 'retryable';
}

export function isFatal(error: unknown): error is FatalError {
  return brandOf(error) === 'fatal';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

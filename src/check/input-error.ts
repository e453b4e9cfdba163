/** A field of what was asked that cannot be read. */
export class InputError extends Error {
  constructor(
    readonly field: string,
    why: string,
  ) {
    super(`${field}: ${why}`);
    this.name = 'InputError';
  }
}

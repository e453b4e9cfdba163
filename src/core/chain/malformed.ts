/** Outside data that is not what it must be. Carries the path of the field, so that a dead letter says where to look. */
export class MalformedInput extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
    this.name = 'MalformedInput';
    this.path = path;
  }
}

export function isMalformed(error: unknown): error is MalformedInput {
  return error instanceof Error && error.name === 'MalformedInput';
}

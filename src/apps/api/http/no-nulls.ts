import { Injectable, type PipeTransform } from '@nestjs/common';
import { ProblemError, pointerOf } from './problem.js';

/** Refuses U+0000 in whatever comes in: PostgreSQL keeps no such text, and kept in another spelling it would be another secret, another name. */
@Injectable()
export class NoNulls implements PipeTransform<unknown, unknown> {
  transform(value: unknown): unknown {
    const path = pathOfNull(value, []);
    if (path !== null)
      throw new ProblemError(400, 'Text holds the character U+0000, which cannot be kept.', [
        { path: pointerOf(path), message: 'holds U+0000' },
      ]);
    return value;
  }
}

function pathOfNull(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = name.includes('\0') ? path : pathOfNull(inner, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

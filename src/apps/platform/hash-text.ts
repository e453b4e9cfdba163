import { createHash } from 'node:crypto';

/** SHA-256 as hex: ids derived from content, keys kept as hashes. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { FatalError } from '../../core/errors.js';

/** Encrypts what must not lie readable in the database: secrets, and targets, which at Slack and Discord are secrets themselves. */
export interface Seal {
  /** `place` names the row: a value that somebody moves to another row does not open there. */
  seal(text: string, place: string): string;
  /** What lies there as it is was written before there was a key. Throws FatalError where it cannot be opened. */
  open(stored: string, place: string): string;
  /** Whether it would be written in this way today: sealed with the first key, or as it is where there is none. */
  isCurrent(stored: string): boolean;
}

const SEALED = /^sealed:1:([0-9a-f]{8}):([A-Za-z0-9_-]+)$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with keys of 32 bytes; the first one seals, all of them open. */
export function createSeal(keys: readonly Uint8Array[]): Seal {
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [first] = keys;
  return {
    seal(text, place) {
      if (first === undefined) return text;
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `sealed:1:${idOf(first)}:${sealed.toString('base64url')}`;
    },
    open(stored, place) {
      const [, id, body] = SEALED.exec(stored) ?? [];
      if (id === undefined || body === undefined) return stored;
      const key = byId.get(id);
      if (key === undefined)
        throw new FatalError(
          'sealed',
          `Secrets in the database are encrypted with a key ${id} that is not here. Add it to TOCSIN_SECRETS_KEY, behind the newest one.`,
        );
      const bytes = Buffer.from(body, 'base64url');
      try {
        const opening = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
          .setAAD(Buffer.from(place))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([opening.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), opening.final()]).toString('utf8');
      } catch (cause) {
        throw new FatalError(
          'sealed',
          `What is kept as ${place} was changed in the database, or belongs elsewhere. Set it anew.`,
          {},
          { cause },
        );
      }
    },
    isCurrent(stored) {
      const [, id] = SEALED.exec(stored) ?? [];
      return first === undefined ? id === undefined : id === idOf(first);
    },
  };
}

export const NO_SEAL = createSeal([]);

/** Tells keys apart and says nothing of them. */
function idOf(key: Uint8Array): string {
  return createHash('sha256').update('tocsin secrets key').update(key).digest('hex').slice(0, 8);
}

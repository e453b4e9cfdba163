import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({ digest: z.string().regex(/^0x[0-9a-f]{64}$/), expiresAtMs: z.number(), nonce: z.string() });

function signatureOf(text: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

/** A token that lets one refused request through, once, until it expires. Who holds the guard's secret makes it. */
export function overrideToken(digest: string, secret: string, expiresAtMs: number): string {
  const claims = Buffer.from(JSON.stringify({ digest, expiresAtMs, nonce: randomBytes(12).toString('hex') })).toString('base64url');
  return `${claims}.${signatureOf(claims, secret).toString('base64url')}`;
}

export type Redeemed = { readonly digest: string } | { readonly problem: string };

/** What was allowed once more, by tokens. Each token and each allowance counts once; what expires is forgotten. */
export class Overrides {
  private readonly allowed = new Map<string, number>();
  private readonly used = new Map<string, number>();

  constructor(
    private readonly secret: string | null,
    private readonly nowMs: () => number,
  ) {}

  redeem(token: string): Redeemed {
    if (this.secret === null) return { problem: 'This guard has no secret for overrides: start it with --override-secret FILE.' };
    const [text = '', signature = ''] = token.split('.');
    const [given, wanted] = [Buffer.from(signature, 'base64url'), signatureOf(text, this.secret)];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return { problem: 'The token is not signed with the secret of this guard.' };
    const { digest, expiresAtMs, nonce } = claimsSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    this.forget();
    if (expiresAtMs <= this.nowMs()) return { problem: 'The token has expired.' };
    if (this.used.has(nonce)) return { problem: 'The token was used before.' };
    this.used.set(nonce, expiresAtMs);
    this.allowed.set(digest, expiresAtMs);
    return { digest };
  }

  /** Whether this very request was allowed; it is not any more. */
  take(digest: string): boolean {
    this.forget();
    return this.allowed.delete(digest);
  }

  private forget(): void {
    for (const map of [this.allowed, this.used]) for (const [key, expiresAtMs] of map) if (expiresAtMs <= this.nowMs()) map.delete(key);
  }
}

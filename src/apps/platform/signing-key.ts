import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FatalError } from '../../core/errors.js';

/** The Ed25519 key that evidence is signed with. */
export interface SigningKey {
  /** PEM. */
  readonly publicKey: string;
  readonly keyId: string;
  /** Base64. */
  sign(text: string): string;
}

/** From TOCSIN_SIGNING_KEY (PKCS #8, base64); else the data folder's own, which is made at the first start and readable by its owner alone. */
export function openSigningKey(configured: string | null, dataDir: string): SigningKey {
  const key = configured === null ? ownKey(path.join(dataDir, 'signing-key.pem')) : parseConfigured(configured);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { publicKey, keyId: keyIdOf(publicKey), sign: (text) => sign(null, Buffer.from(text), key).toString('base64') };
}

function parseConfigured(text: string): KeyObject {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below: the reason of the library could quote the key.
  }
  throw new FatalError(
    'bad-signing-key',
    'TOCSIN_SIGNING_KEY is no Ed25519 private key as base64 of PKCS #8. Make one: openssl genpkey -algorithm ed25519 -outform DER | base64 -w0',
  );
}

function ownKey(file: string): KeyObject {
  if (existsSync(file)) return createPrivateKey(readFileSync(file, 'utf8'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return privateKey;
}

/** Short name of a public key (PEM). */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text), createPublicKey(publicKey), Buffer.from(signature, 'base64'));
}

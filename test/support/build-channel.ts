import type { Channel } from '../../src/ports/delivery-store.js';

export const SECRET = `whsec_${Buffer.from('a secret of a test').toString('base64')}`;

/** A webhook that wants everything. */
export function channelOf(change: Partial<Channel> = {}): Channel {
  return {
    id: 'ch',
    organisationId: 'default',
    kind: 'webhook',
    target: 'https://example.com/hook',
    apiUrl: null,
    secrets: [{ value: SECRET, expiresAtMs: null }],
    secretRef: null,
    minSeverity: 'info',
    enabled: true,
    digest: null,
    minGapS: null,
    ratePerMinute: null,
    chains: null,
    addresses: null,
    canary: 'rehearse',
    response: null,
    createdAtMs: 0,
    ...change,
  };
}

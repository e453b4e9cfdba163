import type { Hex } from '../../core/chain/block.js';
import { BEACON_IMPLEMENTATION, DELEGATION, MINIMAL_PROXY, PROXY_SLOTS } from '../../core/chain/proxies.js';
import type { Endpoint } from './endpoint.js';

const NOW = 'latest';
const MOST_STEPS = 4;

export function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x([0-9a-f]{2})*$/.test(value);
}

/** The code at an address and what it runs by delegation, newest pointer first; empty: no code. */
export async function codesBehind(endpoint: Endpoint, address: Hex): Promise<readonly Hex[]> {
  const codes: Hex[] = [];
  const seen = new Set<Hex>();
  let next: readonly Hex[] = [address];
  for (let step = 0; step < MOST_STEPS && next.length > 0; step += 1) {
    const found: Hex[] = [];
    for (const each of next.filter((one) => !seen.has(one))) {
      seen.add(each);
      const code = await endpoint.request('eth_getCode', [each, NOW]);
      if (!isHex(code) || code === '0x') continue;
      codes.push(code);
      found.push(...(await targetsOf(endpoint, each, code)));
    }
    next = found;
  }
  return codes;
}

async function targetsOf(endpoint: Endpoint, address: Hex, code: Hex): Promise<readonly Hex[]> {
  const pointed = DELEGATION.exec(code)?.[1] ?? MINIMAL_PROXY.exec(code)?.[1];
  if (pointed !== undefined) return [`0x${pointed}`];
  const slots = Object.entries(PROXY_SLOTS);
  const words = await endpoint.batch(
    'eth_getStorageAt',
    slots.map(([, slot]) => [address, slot, NOW]),
  );
  const targets: Hex[] = [];
  for (const [i, [name]] of slots.entries()) {
    const target = addressIn(words[i]);
    if (target === null) continue;
    targets.push(name === 'beacon' ? ((await implementationOf(endpoint, target)) ?? target) : target);
  }
  return targets;
}

async function implementationOf(endpoint: Endpoint, beacon: Hex): Promise<Hex | null> {
  const [answer] = await endpoint.batch('eth_call', [[{ to: beacon, data: BEACON_IMPLEMENTATION }, NOW]]);
  return addressIn(answer);
}

/** A word that is an address; small numbers are counters and flags. */
function addressIn(word: unknown): Hex | null {
  const digits = typeof word === 'string' ? /^0x0{24}([0-9a-f]{40})$/.exec(word)?.[1] : undefined;
  return digits === undefined || /^0{20}/.test(digits) ? null : `0x${digits}`;
}

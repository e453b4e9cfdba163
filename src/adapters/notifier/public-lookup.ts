import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** True for addresses of the public internet only: no loopback, private, link-local, carrier or reserved range, also not inside an IPv6 spelling of IPv4. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  return ipaddr.process(text).range() === 'unicast';
}

/** Resolves names and refuses private answers at the moment of connecting, so that a name cannot answer differently the second time (DNS rebinding). */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (forbidden !== undefined || first === undefined) {
      const refusal: NodeJS.ErrnoException = new Error(`${hostname} resolves to an address that is not public`);
      refusal.code = 'EPRIVATE';
      return callback(refusal, '', 0);
    }
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

import type { Hex, Log } from './block.js';
import type { AdminEvent, AdminKind } from './decoded.js';
import { addressAtWord, addressOfTopic, wordCount } from './words.js';

/** Events by which control over a contract moves: ERC-1967, Ownable, AccessControl, Pausable. */
export const ADMIN_TOPICS: ReadonlyMap<Hex, AdminKind> = new Map<Hex, AdminKind>([
  ['0xbc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b', 'upgraded'],
  ['0x1cf3b03a6cf19fa2baba4df148e9dcabedea7f8a5c07840e207e5c089be95d3e', 'beacon-upgraded'],
  ['0x7e644d79422f17c01e4894b5f4f588d331ebfa28653d42ae832dc59e38c9798f', 'admin-changed'],
  ['0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0', 'ownership-transferred'],
  // OwnerChanged, OwnerUpdated, NewAdmin, GovernorTransferred: (address,address), the old one first; indexed or not
  ['0xb532073b38c83145e3e5135377a08bf9aab55bc0fd7c1179cd4fb995d2a5159c', 'ownership-transferred'],
  ['0x8292fce18fa69edf4db7b94ea2e58241df0ae57f97e0a6c9b29067028bf92d76', 'ownership-transferred'],
  ['0xf9ffabca9c8276e99321725bcb43fb076a6c66a54b7f21c4e8146d8519b417dc', 'ownership-transferred'],
  ['0x6fadb1c244276388aee22be93b919985a18748c021e5d48553957a48101a2560', 'ownership-transferred'],
  ['0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d', 'role-granted'],
  ['0xf6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b', 'role-revoked'],
  ['0x62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258', 'paused'],
  ['0x5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa', 'unpaused'],
]);

export function decodeAdmin(log: Log): AdminEvent | null {
  const [topic, first, second] = log.topics;
  const kind = topic === undefined ? undefined : ADMIN_TOPICS.get(topic);
  if (kind === undefined) return null;
  const event = { kind, contract: log.address, logIndex: log.logIndex };
  switch (kind) {
    case 'upgraded':
    case 'beacon-upgraded':
      return first === undefined ? null : { ...event, target: addressOfTopic(first), previous: null, role: null };
    case 'admin-changed': // ERC-1967 left both parties unindexed, and so did some of the others.
    case 'ownership-transferred':
      if (first !== undefined && second !== undefined)
        return { ...event, target: addressOfTopic(second), previous: addressOfTopic(first), role: null };
      return first !== undefined || wordCount(log.data) < 2
        ? null
        : { ...event, target: addressAtWord(log.data, 1), previous: addressAtWord(log.data, 0), role: null };
    case 'role-granted':
      return first === undefined || second === undefined ? null : { ...event, target: addressOfTopic(second), previous: null, role: first };
    case 'role-revoked':
      return first === undefined || second === undefined ? null : { ...event, target: null, previous: addressOfTopic(second), role: first };
    case 'paused':
    case 'unpaused':
      return { ...event, target: null, previous: null, role: null };
  }
}

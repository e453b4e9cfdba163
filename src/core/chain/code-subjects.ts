import type { Address, Hex, Log } from './block.js';
import { decodeAdmin } from './decode-admin.js';
import { APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL, PERMIT2_PERMIT } from './decode-approval.js';
import { decodeSetting } from './decode-settings.js';
import { addressOfTopic } from './words.js';

/** Position of the spender among the topics, by event. */
const SPENDER_TOPIC: ReadonlyMap<Hex, number> = new Map([
  [APPROVAL, 2],
  [APPROVAL_FOR_ALL, 2],
  [PERMIT2_APPROVAL, 3],
  [PERMIT2_PERMIT, 3],
]);

/** Addresses whose code a detector will ask for: who was given an allowance, and to whom control over a contract went. */
export function codeSubjectsOf(logs: Iterable<Log>): ReadonlySet<Address> {
  const subjects = new Set<Address>();
  for (const log of logs) {
    const topic = log.topics[0];
    if (topic === undefined) continue;
    const at = SPENDER_TOPIC.get(topic);
    const spender = at === undefined ? undefined : log.topics[at];
    if (spender !== undefined) subjects.add(addressOfTopic(spender));
    for (const event of [decodeAdmin(log), decodeSetting(log)]) if (event?.target != null) subjects.add(event.target);
  }
  return subjects;
}

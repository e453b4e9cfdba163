import type { Address, CodeFact, Hex } from '../../core/chain/block.js';
import { readBytecode } from '../../core/chain/bytecode.js';
import { NATIVE } from '../../core/chain/decoded.js';
import { BEACON_IMPLEMENTATION, DELEGATION, MINIMAL_PROXY, PROXY_SLOTS } from '../../core/chain/proxies.js';
import { messageOf } from '../../core/errors.js';
import type { SimulationBlock, Simulator } from '../../ports/simulator.js';
import type { Coverage } from '../coverage.js';
import type { Deadline } from '../deadline.js';
import type { CodeInfo, Counterparties, ProxyStep } from '../facts.js';
import { MAX_COUNTERPARTIES } from './counterparties.js';

export interface KnownCode {
  /** As detectors ask. */
  fact(address: Address): CodeFact;
  info(address: Address): CodeInfo | null;
}

export const NO_CODE: KnownCode = { fact: () => 'unknown', info: () => null };

const SLOT_NAMES = Object.keys(PROXY_SLOTS) as (keyof typeof PROXY_SLOTS)[];
const FACET_ADDRESS: Hex = '0xcdffacc6';
/** Proxies keep little code of their own beside what they run. */
const PROXY_BYTES = 3_000;
const MOST_PROXIES = 40;

interface Place {
  readonly simulator: Simulator;
  readonly block: SimulationBlock;
  readonly deadline: Deadline;
}

/** Code of every counterparty, and of the contracts met inside, with what proxies run. One that is not told is unknown, and the check is failed. */
export async function codeOf(
  { direct, inner }: Counterparties,
  selector: Hex | null,
  place: Place | null,
  coverage: Coverage,
  nowMs: () => number,
  own: ReadonlySet<Address>,
): Promise<KnownCode> {
  if (place === null) return NO_CODE;
  const startedAt = nowMs();
  const all = [...new Set([...direct, ...inner])];
  try {
    const codes = await codesOf([...all.slice(0, MAX_COUNTERPARTIES), ...own], place);
    const unknown = all.filter((address) => !codes.has(address));
    const followed = await follow(codes, selector, place);
    if (unknown.length === 0) coverage.ran('code', nowMs() - startedAt);
    else coverage.failed('code', `The code of ${unknown.length} of ${all.length} counterparties is not known.`, nowMs() - startedAt);
    return knownCode(codes, followed);
  } catch (error) {
    coverage.failed('code', messageOf(error), nowMs() - startedAt);
    return NO_CODE;
  }
}

function codesOf(addresses: readonly Address[], { simulator, block, deadline }: Place): Promise<ReadonlyMap<Address, Hex>> {
  if (addresses.length === 0) return Promise.resolve(new Map());
  return deadline.within((timeoutMs) => simulator.codeOf(addresses, block, timeoutMs));
}

interface Followed {
  readonly steps: ReadonlyMap<Address, readonly ProxyStep[]>;
  readonly codes: ReadonlyMap<Address, Hex>;
}

/** What proxies run, and the code of that. */
async function follow(codes: ReadonlyMap<Address, Hex>, selector: Hex | null, place: Place): Promise<Followed> {
  const steps = new Map<Address, readonly ProxyStep[]>();
  const byStorage: Address[] = [];
  for (const [address, code] of codes) {
    const step = stepInCode(code);
    if (step !== null) steps.set(address, [step]);
    else if (code.length < PROXY_BYTES * 2 && code.length > 2 && readBytecode(code).hasDelegatecall) byStorage.push(address);
    else if (selector !== null && readBytecode(code).selectors.has(FACET_ADDRESS)) byStorage.push(address);
  }
  if (byStorage.length > 0) await readStorage(byStorage.slice(0, MOST_PROXIES), codes, selector, place, steps);
  const targets = [...steps.values()]
    .flatMap((all) => all.map(({ implementation }) => implementation))
    .filter((address) => !codes.has(address));
  const more = new Map([...codes, ...(await codesOf([...new Set(targets)], place))]);
  // A proxy before a proxy, or an account that delegates to one: once more, by what the code alone says.
  for (const [address, [first]] of steps) {
    const second = first === undefined ? null : stepInCode(more.get(first.implementation) ?? '0x');
    if (first !== undefined && second !== null) steps.set(address, [first, second]);
  }
  return { steps, codes: more };
}

function stepInCode(code: Hex): ProxyStep | null {
  const delegate = DELEGATION.exec(code)?.[1];
  if (delegate !== undefined) return { kind: 'eip7702', implementation: `0x${delegate}` };
  const [, full, short] = MINIMAL_PROXY.exec(code) ?? [];
  const target = full ?? short;
  return target === undefined ? null : { kind: 'eip1167', implementation: `0x${target.padStart(40, '0')}` };
}

async function readStorage(
  addresses: readonly Address[],
  codes: ReadonlyMap<Address, Hex>,
  selector: Hex | null,
  { simulator, block, deadline }: Place,
  steps: Map<Address, readonly ProxyStep[]>,
): Promise<void> {
  const asked = addresses.flatMap((address) => SLOT_NAMES.map((name) => [address, PROXY_SLOTS[name]] as const));
  const isDiamond = (address: Address) => selector !== null && readBytecode(codes.get(address) ?? '0x').selectors.has(FACET_ADDRESS);
  const diamonds = addresses.filter(isDiamond);
  const facetOf = (to: Address) => ({ to, input: `${FACET_ADDRESS}${(selector ?? '0x').slice(2).padEnd(64, '0')}` as Hex });
  const [words, facets] = await Promise.all([
    deadline.within((timeoutMs) => simulator.slotsOf(asked, block, timeoutMs)),
    diamonds.length === 0 ? [] : deadline.within((timeoutMs) => simulator.read(diamonds.map(facetOf), block, timeoutMs)),
  ]);
  const beacons: [proxy: Address, beacon: Address][] = [];
  addresses.forEach((address, i) => {
    const held = (name: keyof typeof PROXY_SLOTS) => addressIn(words[i * SLOT_NAMES.length + SLOT_NAMES.indexOf(name)] ?? null);
    const beacon = held('beacon');
    const implementation = held('implementation') ?? held('zeppelin');
    const [uups, first] = [held('uups'), held('first')];
    if (implementation !== null) steps.set(address, [{ kind: 'eip1967', implementation }]);
    else if (beacon !== null) beacons.push([address, beacon]);
    else if (uups !== null) steps.set(address, [{ kind: 'eip1822', implementation: uups }]);
    // Only tiny code that keeps an address first: anything else may keep an owner there.
    else if (first !== null && (codes.get(address) ?? '0x').length < 500) steps.set(address, [{ kind: 'safe', implementation: first }]);
  });
  diamonds.forEach((address, i) => {
    const facet = addressIn(facets[i] ?? null);
    if (facet !== null) steps.set(address, [{ kind: 'diamond', implementation: facet }]);
  });
  if (beacons.length === 0) return;
  const run = await deadline.within((timeoutMs) =>
    simulator.read(
      beacons.map(([, to]) => ({ to, input: BEACON_IMPLEMENTATION })),
      block,
      timeoutMs,
    ),
  );
  beacons.forEach(([proxy], i) => {
    const implementation = addressIn(run[i] ?? null);
    if (implementation !== null) steps.set(proxy, [{ kind: 'eip1967-beacon', implementation }]);
  });
}

/** A word that holds an address and nothing else. */
function addressIn(word: Hex | null): Address | null {
  if (word === null || word.length !== 66 || !word.startsWith(`0x${'0'.repeat(24)}`)) return null;
  const address: Address = `0x${word.slice(26)}`;
  return address === NATIVE || BigInt(address) < 2n ** 64n ? null : address;
}

function knownCode(codes: ReadonlyMap<Address, Hex>, followed: Followed): KnownCode {
  const infos = new Map<Address, CodeInfo>();
  return {
    fact(address) {
      const code = codes.get(address) ?? followed.codes.get(address);
      return code === undefined ? 'unknown' : code === '0x' ? 'none' : 'some';
    },
    info(address) {
      const code = codes.get(address) ?? followed.codes.get(address);
      if (code === undefined) return null;
      const known = infos.get(address);
      if (known !== undefined) return known;
      const proxies = followed.steps.get(address) ?? [];
      const parts = [code, ...proxies.map(({ implementation }) => followed.codes.get(implementation) ?? '0x')].map(readBytecode);
      const info: CodeInfo = {
        bytes: (code.length - 2) / 2,
        delegatesTo: proxies[0]?.kind === 'eip7702' ? proxies[0].implementation : null,
        proxies,
        selectors: new Set(parts.flatMap(({ selectors }) => [...selectors])),
        branchesOn: new Set(parts.flatMap(({ branchesOn }) => [...branchesOn])),
        hasSelfdestruct: parts.some(({ hasSelfdestruct }) => hasSelfdestruct),
        sketch: parts.at(-1)?.sketch ?? [],
      };
      infos.set(address, info);
      return info;
    },
  };
}

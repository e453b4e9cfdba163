import type { Address } from '../../core/chain/block.js';
import type { Label } from '../../core/detect/detector.js';

/** Labels by address, in memory. */
export interface LabelBook {
  labelsOf(chainId: number, address: Address): readonly Label[];
  /** Those of all addresses that begin so. */
  startingWith(chainId: number, prefix: string): readonly Label[];
  /** Sets what one place says (a file, the store), in the place of what it said before. */
  replace(place: string, labels: readonly Label[]): void;
}

const NONE: readonly Label[] = [];

export function createLabelBook(labels: readonly Label[] = []): LabelBook {
  const places = new Map<string, readonly Label[]>([['', labels]]);
  let byAddress = index(places);
  return {
    labelsOf(chainId, address) {
      const found = byAddress.get(address);
      return found === undefined ? NONE : found.filter((label) => label.chainId === null || label.chainId === chainId);
    },
    startingWith(chainId, prefix) {
      const found = [...byAddress].flatMap(([address, each]) => (address.startsWith(prefix) ? each : []));
      return found.filter((label) => label.chainId === null || label.chainId === chainId);
    },
    replace(place, said) {
      places.set(place, said);
      byAddress = index(places);
    },
  };
}

function index(places: ReadonlyMap<string, readonly Label[]>): ReadonlyMap<string, readonly Label[]> {
  const byAddress = new Map<string, Label[]>();
  for (const label of [...places.values()].flat()) {
    const known = byAddress.get(label.address);
    if (known === undefined) byAddress.set(label.address, [label]);
    else known.push(label);
  }
  return byAddress;
}

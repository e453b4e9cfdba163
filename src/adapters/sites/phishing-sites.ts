import { createRequire } from 'node:module';
import { domainToUnicode } from 'node:url';

export interface SiteFinding {
  readonly host: string;
  /** The list that it is on; null: on none. */
  readonly listed: string | null;
  /** A known site that its name imitates; null: none. */
  readonly imitates: string | null;
}

interface Detected {
  readonly result: boolean;
  readonly type: string;
  readonly match?: string;
}

/** MetaMask's list, as the package carries it: an update of the package updates the list. */
const LIST = 'eth-phishing-detect';
/** Pages that are imitated most. */
const KNOWN = [
  'uniswap.org',
  'aave.com',
  'opensea.io',
  'metamask.io',
  'curve.fi',
  'lido.fi',
  'etherscan.io',
  '1inch.io',
  'blur.io',
  'safe.global',
  'compound.finance',
  'balancer.fi',
  'pancakeswap.finance',
  'sushi.com',
  'rabby.io',
  'ledger.com',
  'trezor.io',
  'coinbase.com',
  'binance.com',
  'kraken.com',
  'arbitrum.io',
  'optimism.io',
  'zksync.io',
  'eigenlayer.xyz',
  'pendle.finance',
  'cow.fi',
] as const;
/** Letters that look like others (after Unicode's confusables). */
const TWINS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
  ı: 'i',
  í: 'i',
  ì: 'i',
  á: 'a',
  à: 'a',
  а: 'a',
  е: 'e',
  é: 'e',
  о: 'o',
  ó: 'o',
  р: 'p',
  с: 'c',
  ѕ: 's',
  і: 'i',
  у: 'y',
  ú: 'u',
  υ: 'u',
  ѡ: 'w',
  ẇ: 'w',
  ṡ: 's',
  ṃ: 'm',
  ṅ: 'n',
  ḷ: 'l',
};
const SHORTEST = 5;

/** Looks a host up; answers from memory. */
export function createPhishingSites(): (host: string) => SiteFinding {
  // The package is CommonJS without types; its data and its detector are what is used of it.
  const load = createRequire(import.meta.url);
  const Detector = load('eth-phishing-detect/src/detector.js') as new (config: unknown) => { check(host: string): Detected };
  const detector = new Detector(load('eth-phishing-detect/src/config.json'));
  return (given) => {
    const host = given.toLowerCase().replace(/\.$/, '');
    const { result, type, match } = detector.check(host);
    if (type === 'whitelist' || type === 'allowlist') return { host, listed: null, imitates: null };
    const isListed = result && (type === 'blacklist' || type === 'blocklist');
    const fuzzy = result && type === 'fuzzy' ? (match ?? null) : null;
    return { host, listed: isListed ? LIST : null, imitates: imitated(host) ?? (fuzzy === host ? null : fuzzy) };
  };
}

/** A known page whose name this one carries or nearly is, without being it. */
function imitated(host: string): string | null {
  if (KNOWN.some((known) => host === known || host.endsWith(`.${known}`))) return null;
  const names = host.split('.').map((part) => plain(domainToUnicode(part)));
  const labels = host.split('.');
  for (const known of KNOWN) {
    const [name = ''] = known.split('.');
    const isName = names.slice(0, -1).some((each, i) => {
      // The same letters on another ending may be another honest page: only what looks alike and is not the same counts, or a name within a longer one.
      if (each === name) return labels[i] !== name || i < names.length - 2;
      return name.length >= SHORTEST && (isOneOff(each, name) || each.split('-').includes(name));
    });
    if (isName) return known;
  }
  return null;
}

function plain(label: string): string {
  return [...label.normalize('NFKC').toLowerCase()]
    .map((letter) => TWINS[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** One letter more, less, other, or two that changed places. */
function isOneOff(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

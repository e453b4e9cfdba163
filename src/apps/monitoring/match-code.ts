import type { Hex } from '../../core/chain/block.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import type { RuleProblem } from '../../ports/rules.js';

/** The code at an address and behind it; empty: none. Null: no node can be asked. */
export type CodesOf = (chainId: number, address: Hex) => Promise<readonly Hex[] | null>;

/** `facets()` and `facetAddress(bytes4)`: a diamond runs code that its slots do not name. */
const DIAMOND = ['7a0ed627', 'cdffacc6'];

interface Asked {
  readonly path: string;
  readonly address: Hex;
  /** What its code must show; empty: that there is code. */
  readonly items: CompiledMonitor['items'];
  /** What can be done about an address without code. */
  readonly withoutCode: string;
}

/** Whether what is watched can do what is waited for, and what is read is there. Accounts without code may be watched for what they send and get, not for events or calls. */
export async function matchCode(compiled: CompiledMonitor, codesOf: CodesOf): Promise<readonly RuleProblem[]> {
  const asked = [...watchedOf(compiled), ...readOf(compiled)];
  const problems: RuleProblem[] = [];
  for (const chainId of compiled.monitor.chains) {
    for (const { path, address, ...what } of asked) {
      const codes = await codesOf(chainId, address).catch(() => null);
      const flaw = codes === null ? unchecked(chainId) : flawOf(codes, what, chainId);
      if (flaw !== null) problems.push({ ...flaw, path, line: null, column: null });
      if (codes === null) break;
    }
  }
  return problems;
}

function watchedOf({ monitor, items }: CompiledMonitor): readonly Asked[] {
  const needsCode = monitor.on === 'event' || monitor.on === 'call' || monitor.abi !== null;
  return needsCode
    ? monitor.addresses.map((address, i) => ({ path: `/addresses/${i}`, address, items, withoutCode: WATCHED_WITHOUT_CODE }))
    : [];
}

function readOf({ reads }: CompiledMonitor): readonly Asked[] {
  return reads.map(({ read, question }, i) => ({
    path: `/reads/${i}/address`,
    address: read.address,
    items: 'function' in read && 'data' in question ? [{ signature: read.function, key: question.data.slice(0, 10) }] : [],
    withoutCode: 'correct the address or the chain: only a contract can be read',
  }));
}

const WATCHED_WITHOUT_CODE =
  'correct the address or the chain; an account without code can be watched with on: transaction or on: transfer';

type Flaw = Pick<RuleProblem, 'message' | 'remedy' | 'severity'>;

function unchecked(chainId: number): Flaw {
  return {
    severity: 'warning',
    message: `no node of chain ${chainId} could be asked, so nobody checked that the ABI is that of the deployed code`,
    remedy: 'give an RPC endpoint of the chain (--rpc, TOCSIN_CHAINS)',
  };
}

function flawOf(codes: readonly Hex[], { items, withoutCode }: Pick<Asked, 'items' | 'withoutCode'>, chainId: number): Flaw | null {
  if (codes.length === 0)
    return {
      severity: 'error',
      message: `there is no code at this address on chain ${chainId}`,
      remedy: withoutCode,
    };
  const missing = items.filter(({ key }) => !codes.some((code) => code.includes(pushed(key))));
  if (missing.length === 0) return null;
  const names = missing
    .map(({ signature }) => signature)
    .slice(0, 5)
    .join(', ');
  const isDiamond = codes.some((code) => DIAMOND.some((selector) => code.includes(selector)));
  const isError = missing.length === items.length && !isDiamond;
  return {
    severity: isError ? 'error' : 'warning',
    message: isError ? `the deployed code has none of ${names}: the ABI is another contract's` : `the deployed code does not show ${names}`,
    remedy: 'give the ABI of the deployed contract, or of what its proxy runs',
  };
}

/** As it stands in code: leading zero bytes are not pushed. */
function pushed(key: string): string {
  return key.slice(2).replace(/^(00)+/, '');
}

import type { Hex } from '../../core/chain/block.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import type { RuleProblem } from '../../ports/rules.js';

/** The code at an address and behind it; empty: none. Null: no node can be asked. */
export type CodesOf = (chainId: number, address: Hex) => Promise<readonly Hex[] | null>;

/** `facets()` and `facetAddress(bytes4)`: a diamond runs code that its slots do not name. */
const DIAMOND = ['7a0ed627', 'cdffacc6'];

/** Whether what is watched can do what is waited for. Accounts without code may be watched for what they send and get, not for events or calls. */
export async function matchCode({ monitor, items }: CompiledMonitor, codesOf: CodesOf): Promise<readonly RuleProblem[]> {
  const needsCode = monitor.on === 'event' || monitor.on === 'call' || monitor.abi !== null;
  if (!needsCode || monitor.addresses.length === 0) return [];
  const problems: RuleProblem[] = [];
  for (const chainId of monitor.chains) {
    for (const [i, address] of monitor.addresses.entries()) {
      const codes = await codesOf(chainId, address).catch(() => null);
      const flaw = codes === null ? unchecked(chainId) : flawOf(codes, items, chainId);
      if (flaw !== null) problems.push({ ...flaw, path: `/addresses/${i}`, line: null, column: null });
      if (codes === null) break;
    }
  }
  return problems;
}

type Flaw = Pick<RuleProblem, 'message' | 'remedy' | 'severity'>;

function unchecked(chainId: number): Flaw {
  return {
    severity: 'warning',
    message: `no node of chain ${chainId} could be asked, so nobody checked that the ABI is that of the deployed code`,
    remedy: 'give an RPC endpoint of the chain (--rpc, TOCSIN_CHAINS)',
  };
}

function flawOf(codes: readonly Hex[], items: CompiledMonitor['items'], chainId: number): Flaw | null {
  if (codes.length === 0)
    return {
      severity: 'error',
      message: `there is no code at this address on chain ${chainId}`,
      remedy: 'correct the address or the chain; an account without code can be watched with on: transaction or on: transfer',
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

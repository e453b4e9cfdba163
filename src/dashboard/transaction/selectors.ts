/** Calls that one meets in nearly every transaction; test/dashboard/selectors.test.ts computes each from its signature. */
const SIGNATURES: Readonly<Record<string, string>> = {
  '0xa9059cbb': 'transfer(address,uint256)',
  '0x23b872dd': 'transferFrom(address,address,uint256)',
  '0x095ea7b3': 'approve(address,uint256)',
  '0x70a08231': 'balanceOf(address)',
  '0xdd62ed3e': 'allowance(address,address)',
  '0x18160ddd': 'totalSupply()',
  '0x313ce567': 'decimals()',
  '0x06fdde03': 'name()',
  '0x95d89b41': 'symbol()',
  '0xa22cb465': 'setApprovalForAll(address,bool)',
  '0x42842e0e': 'safeTransferFrom(address,address,uint256)',
  '0xd505accf': 'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
  '0x39509351': 'increaseAllowance(address,uint256)',
  '0xd0e30db0': 'deposit()',
  '0x2e1a7d4d': 'withdraw(uint256)',
  '0xb6b55f25': 'deposit(uint256)',
  '0x6e553f65': 'deposit(uint256,address)',
  '0xb460af94': 'withdraw(uint256,address,address)',
  '0xba087652': 'redeem(uint256,address,address)',
  '0x022c0d9f': 'swap(uint256,uint256,address,bytes)',
  '0x128acb08': 'swap(address,bool,int256,uint160,bytes)',
  '0xfa461e33': 'uniswapV3SwapCallback(int256,int256,bytes)',
  '0x10d1e85c': 'uniswapV2Call(address,uint256,uint256,bytes)',
  '0x0902f1ac': 'getReserves()',
  '0x38ed1739': 'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)',
  '0x7ff36ab5': 'swapExactETHForTokens(uint256,address[],address,uint256)',
  '0x18cbafe5': 'swapExactTokensForETH(uint256,uint256,address[],address,uint256)',
  '0xac9650d8': 'multicall(bytes[])',
  '0x3593564c': 'execute(bytes,bytes[],uint256)',
  '0xab9c4b5d': 'flashLoan(address,address[],uint256[],uint256[],address,bytes,uint16)',
  '0x5cffe9de': 'flashLoan(address,address,uint256,bytes)',
  '0x23e30c8b': 'onFlashLoan(address,address,uint256,uint256,bytes)',
  '0xc5ebeaec': 'borrow(uint256)',
  '0xa0712d68': 'mint(uint256)',
  '0x40c10f19': 'mint(address,uint256)',
  '0x42966c68': 'burn(uint256)',
  '0x3659cfe6': 'upgradeTo(address)',
  '0x4f1ef286': 'upgradeToAndCall(address,bytes)',
  '0x5c60da1b': 'implementation()',
  '0x8da5cb5b': 'owner()',
  '0xf2fde38b': 'transferOwnership(address)',
  '0x8456cb59': 'pause()',
  '0x0dfe1681': 'token0()',
  '0xd21220a7': 'token1()',
  '0x3850c7bd': 'slot0()',
  '0x50d25bcd': 'latestAnswer()',
  '0xfeaf968c': 'latestRoundData()',
  '0xfff6cae9': 'sync()',
  '0xbc25cf77': 'skim(address)',
  '0x5c38449e': 'flashLoan(address,address[],uint256[],bytes)',
  '0xf04f2707': 'receiveFlashLoan(address[],uint256[],uint256[],bytes)',
  '0x920f5c84': 'executeOperation(address[],uint256[],uint256[],address,bytes)',
  '0x1b11d0ff': 'executeOperation(address,uint256,uint256,address,bytes)',
  '0x414bf389': 'exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))',
  '0x2f2ff15d': 'grantRole(bytes32,address)',
  '0xdb006a75': 'redeem(uint256)',
  '0x8129fc1c': 'initialize()',
  '0xe8eda9df': 'deposit(address,uint256,address,uint16)',
  '0xa415bcad': 'borrow(address,uint256,uint256,uint16,address)',
  '0x36c78516': 'transferFrom(address,address,uint160,address)',
};

/** A call's name where its selector is known, else the selector. Selectors may collide: a name is what it most likely is. */
export function callName(selector: string | null): string {
  if (selector === null) return 'plain transfer';
  return SIGNATURES[selector.toLowerCase()]?.replace(/\(.*$/, '') ?? selector;
}

export function signatureOf(selector: string | null): string | null {
  return selector === null ? null : (SIGNATURES[selector.toLowerCase()] ?? null);
}

export const KNOWN_SELECTORS: readonly (readonly [selector: string, signature: string])[] = Object.entries(SIGNATURES);

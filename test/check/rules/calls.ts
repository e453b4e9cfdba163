import { encodeFunctionData, type Hex, parseAbi } from 'viem';

const ABI = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function increaseAllowance(address spender, uint256 added)',
  'function setApprovalForAll(address operator, bool approved)',
  'function safeTransferFrom(address from, address to, uint256 tokenId)',
  'function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline)',
  'function addLiquidity(address tokenA, address tokenB, uint256 amountADesired, uint256 amountBDesired, uint256 amountAMin, uint256 amountBMin, address to, uint256 deadline)',
  'function deposit(uint256 assets, address receiver)',
  'function transferOwnership(address newOwner)',
  'function grantRole(bytes32 role, address account)',
  'function upgradeTo(address newImplementation)',
  'function multicall(bytes[] data)',
  'function multiSend(bytes transactions)',
  'function claim()',
  'function stake(uint256 amount)',
  'function approveHash(bytes32 hashToApprove)',
  'function enableModule(address module)',
  'function changeThreshold(uint256 threshold)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
  'function castVote(uint256 proposalId, uint8 support)',
]);
const NOBODY = '0x0000000000000000000000000000000000000000';

type Name = (typeof ABI)[number]['name'];

function encode(functionName: Name, ...args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: ABI, functionName, args } as never);
}

/** Calldata of the functions that rules know. */
export const call = {
  transfer: (to: Hex, amount: bigint) => encode('transfer', to, amount),
  transferFrom: (from: Hex, to: Hex, amount: bigint) => encode('transferFrom', from, to, amount),
  approve: (spender: Hex, amount: bigint) => encode('approve', spender, amount),
  increaseAllowance: (spender: Hex, added: bigint) => encode('increaseAllowance', spender, added),
  approveAll: (operator: Hex) => encode('setApprovalForAll', operator, true),
  sendPiece: (from: Hex, to: Hex) => encode('safeTransferFrom', from, to, 7n),
  swap: (amountIn: bigint, least: bigint, path: readonly Hex[], to: Hex, deadline = 1_750_000_600n) =>
    encode('swapExactTokensForTokens', amountIn, least, path, to, deadline),
  addLiquidity: (a: Hex, b: Hex, to: Hex) => encode('addLiquidity', a, b, 5n, 5n, 4n, 4n, to, 1_750_000_600n),
  deposit: (assets: bigint, receiver: Hex) => encode('deposit', assets, receiver),
  transferOwnership: (to: Hex) => encode('transferOwnership', to),
  grantRole: (to: Hex) => encode('grantRole', `0x${'1'.repeat(64)}`, to),
  upgradeTo: (to: Hex) => encode('upgradeTo', to),
  multicall: (...data: readonly Hex[]) => encode('multicall', data),
  claim: () => encode('claim'),
  stake: (amount: bigint) => encode('stake', amount),
  approveHash: () => encode('approveHash', `0x${'7'.repeat(64)}`),
  enableModule: (module: Hex) => encode('enableModule', module),
  changeThreshold: (threshold: bigint) => encode('changeThreshold', threshold),
  vote: () => encode('castVote', 5n, 1),
  safe: (to: Hex, data: Hex, operation: 0 | 1 = 0) => encode('execTransaction', to, 0n, data, operation, 0n, 0n, 0n, NOBODY, NOBODY, '0x'),
  multiSend: (to: Hex, data: Hex) =>
    encode('multiSend', `0x00${to.slice(2)}${'0'.repeat(64)}${((data.length - 2) / 2).toString(16).padStart(64, '0')}${data.slice(2)}`),
};

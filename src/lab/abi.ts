import { parseAbi } from 'viem';

/** What the town calls, by contract. A test holds these against what the compiler says. */
export const ABI = {
  token: parseAbi([
    'constructor(string name, string symbol, uint8 decimals)',
    'function mint(address to, uint256 amount)',
    'function approve(address spender, uint256 amount)',
    'function transfer(address to, uint256 amount)',
    'function transferFrom(address from, address to, uint256 amount)',
  ]),
  wrappedEther: parseAbi(['function deposit()', 'function withdraw(uint256 amount)']),
  pair: parseAbi(['constructor(address a, address b)', 'function sync()']),
  router: parseAbi([
    'constructor(address pair)',
    'function swapExactTokensForTokens(uint256 amountIn, uint256 minOut, address[] path, address to, uint256 deadline)',
  ]),
  marketMaker: parseAbi(['constructor(address pair, address weth, address usd)', 'function rebalance(uint256 price)']),
  lendingPool: parseAbi([
    'constructor(address pair, address weth, address usd)',
    'function depositCollateral(uint256 amount)',
    'function withdrawCollateral(uint256 amount)',
    'function borrow(uint256 amount)',
    'function repay(uint256 amount)',
  ]),
  flashBorrower: parseAbi([
    'constructor(address pair, address pool, address lender, address weth, address usd)',
    'function attack(uint256 collateral)',
    'function open(uint256 borrowed)',
    'function refinance()',
  ]),
  vault: parseAbi([
    'constructor(address asset)',
    'function deposit(uint256 assets, address receiver)',
    'function withdraw(uint256 assets, address receiver, address owner)',
    'function sweep(address to)',
  ]),
  bank: parseAbi(['function deposit()', 'function withdraw(uint256 amount)']),
  reentrant: parseAbi(['constructor(address bank)', 'function attack(uint256 rounds)', 'function save()', 'function take(uint256 amount)']),
  proxy: parseAbi(['constructor(address implementation, address admin)', 'function upgradeTo(address implementation)']),
  registry: parseAbi(['function register(uint256 entry)']),
  timelock: parseAbi([
    'constructor(uint256 delay)',
    'function schedule(address target, bytes data)',
    'function execute(address target, bytes data)',
  ]),
  collector: parseAbi(['function collect(address token, address from, uint256 amount, address to)']),
  counter: parseAbi(['function claim()', 'function collect()']),
} as const;

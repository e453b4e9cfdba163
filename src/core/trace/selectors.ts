import type { Hex } from '../chain/block.js';

/** What functions mean, by selector; the signature beside it. Most protocols' forks keep the names. */
type Functions = ReadonlySet<Hex>;

/** Swaps on a V2 pool itself. */
export const V2_SWAPS: Functions = new Set<Hex>([
  '0x022c0d9f', // swap(uint256,uint256,address,bytes)
  '0x6d9a640a', // swap(uint256,uint256,address)
]);

/** Swaps on a V3 pool itself. */
export const V3_SWAPS: Functions = new Set<Hex>([
  '0x128acb08', // swap(address,bool,int256,uint160,bytes)
]);

/** Asking for a flash loan. */
export const FLASH_CALLS: Functions = new Set<Hex>([
  '0x5cffe9de', // flashLoan(address,address,uint256,bytes)
  '0xab9c4b5d', // flashLoan(address,address[],uint256[],uint256[],address,bytes,uint16)
  '0x5c38449e', // flashLoan(address,address[],uint256[],bytes)
  '0x679f0579', // flashLoan(address,uint256,uint256,bytes)
  '0xe0232b42', // flashLoan(address,uint256,bytes)
  '0xa67a6a45', // operate((address,uint256)[],(uint8,uint256,(bool,uint8,uint8,uint256),uint256,uint256,address,uint256,bytes)[])
  '0x490e6cbc', // flash(address,uint256,uint256,bytes)
  '0xd0a494e4', // flashLoan(uint256,uint256,address,bytes)
  '0x42b0b77c', // flashLoanSimple(address,address,uint256,bytes,uint16)
]);

/** Swaps on pools of all kinds. */
export const SWAPS: Functions = new Set<Hex>([
  '0x022c0d9f', // swap(uint256,uint256,address,bytes)
  '0x6d9a640a', // swap(uint256,uint256,address)
  '0x128acb08', // swap(address,bool,int256,uint160,bytes)
  '0x3df02124', // exchange(int128,int128,uint256,uint256)
  '0xa6417ed6', // exchange_underlying(int128,int128,uint256,uint256)
  '0x5b41b908', // exchange(uint256,uint256,uint256,uint256)
  '0x394747c5', // exchange(uint256,uint256,uint256,uint256,bool)
  '0x8201aa3f', // swapExactAmountIn(address,uint256,address,uint256,uint256)
  '0x7c5e9ea4', // swapExactAmountOut(address,uint256,address,uint256,uint256)
  '0x52bbbe29', // swap((bytes32,uint8,address,address,uint256,bytes),(address,bool,address,bool),uint256,uint256)
  '0x91695586', // swap(uint8,uint8,uint256,uint256,uint256)
  '0x95e3c50b', // tokenToEthSwapInput(uint256,uint256,uint256)
  '0xf39b5b9b', // ethToTokenSwapInput(uint256,uint256)
  '0x7237e031', // tokenToEthTransferInput(uint256,uint256,uint256,address)
  '0xad65d76d', // ethToTokenTransferInput(uint256,uint256,address)
  '0x8dae7333', // sellBaseToken(uint256,uint256,bytes)
  '0xe67ce706', // buyBaseToken(uint256,uint256,bytes)
  '0xd5bcb9b5', // swap(address,address,uint256,uint256,address)
  '0xb77d239b', // convertByPath(address[],uint256,uint256,address,address,uint256)
]);

/** Moves of lending markets. */
export const LENDING: Functions = new Set<Hex>([
  '0xa0712d68', // mint(uint256)
  '0x1249c58b', // mint()
  '0xdb006a75', // redeem(uint256)
  '0x852a12e3', // redeemUnderlying(uint256)
  '0xc5ebeaec', // borrow(uint256)
  '0x0e752702', // repayBorrow(uint256)
  '0x4b8a3529', // borrow(address,uint256)
  '0xf2b9fdb8', // supply(address,uint256)
  '0xf3fef3a3', // withdraw(address,uint256)
  '0xe8eda9df', // deposit(address,uint256,address,uint16)
  '0xa415bcad', // borrow(address,uint256,uint256,uint16,address)
  '0x69328dec', // withdraw(address,uint256,address)
  '0x573ade81', // repay(address,uint256,uint256,address)
  '0x617ba037', // supply(address,uint256,address,uint16)
  '0xc2998238', // enterMarkets(address[])
  '0xf5e3c462', // liquidateBorrow(address,uint256,address)
  '0x00a718a9', // liquidationCall(address,address,address,uint256,bool)
  '0x0a555989', // borrowSC(address,uint256)
  '0x6c665a55', // borrow(address,uint256,address)
]);

/** Borrowing. */
export const BORROWS: Functions = new Set<Hex>([
  '0xc5ebeaec', // borrow(uint256)
  '0x4b8a3529', // borrow(address,uint256)
  '0xa415bcad', // borrow(address,uint256,uint256,uint16,address)
  '0x0a555989', // borrowSC(address,uint256)
  '0x4b3fd148', // borrow(uint256,address)
  '0x6c665a55', // borrow(address,uint256,address)
  '0x856e5bb3', // borrowBehalf(address,uint256)
  '0xb388f739', // borrowBalance(uint256)
  '0xda3d454c', // borrowAllowed(address,address,uint256)
  '0x3b304147', // draw(uint256)
  '0xae7e6897', // borrow(address,address,uint256,uint256,uint256)
  '0x0c28d13e', // borrow(uint256,address,uint256)
  '0x0ecbcdab', // borrow(uint256,uint256)
]);

/** Moves of vaults, pools and staking. */
export const VAULTS: Functions = new Set<Hex>([
  '0xb6b55f25', // deposit(uint256)
  '0x2e1a7d4d', // withdraw(uint256)
  '0x3ccfd60b', // withdraw()
  '0x853828b6', // withdrawAll()
  '0x6e553f65', // deposit(uint256,address)
  '0xb460af94', // withdraw(uint256,address,address)
  '0xba087652', // redeem(uint256,address,address)
  '0x94bf804d', // mint(uint256,address)
  '0x47e7ef24', // deposit(address,uint256)
  '0xde5f6268', // depositAll()
  '0xd389800f', // earn()
  '0x4641257d', // harvest()
  '0xe9fad8ee', // exit()
  '0x3d18b912', // getReward()
  '0x67dfd4c9', // leave(uint256)
  '0xa59f3e0c', // enter(uint256)
  '0x0b4c7e4d', // add_liquidity(uint256[2],uint256)
  '0x4515cef3', // add_liquidity(uint256[3],uint256)
  '0x029b2f34', // add_liquidity(uint256[4],uint256)
  '0x5b36389c', // remove_liquidity(uint256,uint256[2])
  '0xecb586a5', // remove_liquidity(uint256,uint256[3])
  '0x7d49d875', // remove_liquidity(uint256,uint256[4])
  '0x1a4d01d2', // remove_liquidity_one_coin(uint256,int128,uint256)
  '0x18a7bd76', // remove_liquidity_imbalance(uint256[4],uint256)
  '0x4f69c0d4', // joinPool(uint256,uint256[])
  '0xb02f0b73', // exitPool(uint256,uint256[])
  '0x5db34277', // joinswapExternAmountIn(address,uint256,uint256)
  '0x46ab38f1', // exitswapPoolAmountIn(address,uint256,uint256)
  '0x6a627842', // mint(address)
  '0x89afcb44', // burn(address)
  '0xbc25cf77', // skim(address)
  '0xfff6cae9', // sync()
  '0x8c28cbe8', // gulp(address)
  '0xa694fc3a', // stake(uint256)
  '0x2e17de78', // unstake(uint256)
]);

/** Questions for a price or a share’s worth. */
export const PRICE_VIEWS: Functions = new Set<Hex>([
  '0xbb7b8b80', // get_virtual_price()
  '0x77c7b8fc', // getPricePerFullShare()
  '0x99530b06', // pricePerShare()
  '0x182df0f5', // exchangeRateStored()
  '0xbd6d894d', // exchangeRateCurrent()
  '0x679aefce', // getRate()
  '0x07a2d13a', // convertToAssets(uint256)
  '0x01e1d114', // totalAssets()
  '0x50d25bcd', // latestAnswer()
  '0xfc57d4df', // getUnderlyingPrice(address)
  '0x41976e09', // getPrice(address)
  '0xb3596f07', // getAssetPrice(address)
  '0xa035b1fe', // price()
  '0x98d5fdca', // getPrice()
  '0x9d1b464a', // currentPrice()
  '0xac41865a', // getPrice(address,address)
  '0x3ddac953', // consult(address,uint256)
  '0x15e84af9', // getSpotPrice(address,address)
  '0xcc2b27d7', // calc_withdraw_one_coin(uint256,int128)
  '0xcf701ff7', // calc_token_amount(uint256[4],bool)
  '0xb69ef8a8', // balance()
  '0x11588086', // balanceOfPool()
  '0x7ff9b596', // tokenPrice()
  '0x8ea875f3', // virtualPrice()
  '0xe25aa5fa', // getVirtualPrice()
  '0xe6652a49', // balance_of_pool()
  '0x1bf8e7be', // underlyingBalanceWithInvestment()
  '0x5e0d443f', // get_dy(int128,int128,uint256)
  '0x5e1e6325', // getAmountOut(uint256,address,address)
  '0xc0a239e3', // valuePerShare()
  '0x1ba2f531', // getPoolValue()
]);

/** Liquidations: never a sign of an attack alone. */
export const LIQUIDATIONS: Functions = new Set<Hex>([
  '0xf5e3c462', // liquidateBorrow(address,uint256,address)
  '0xaae40a2a', // liquidateBorrow(address,address)
  '0x00a718a9', // liquidationCall(address,address,address,uint256,bool)
  '0x12f0dea7', // liquidateBorrow(address)
  '0x2f865568', // liquidate(address)
  '0xbcbaf487', // liquidate(address,uint256)
  '0x86b9d81f', // liquidate(address,address)
  '0x26c01303', // liquidate(address,address,uint256)
  '0x415f1240', // liquidate(uint256)
  '0x7498a0f0', // liquidatePosition(address)
  '0xcdddd4e5', // liquidatePosition(uint256)
  '0x90cf0bba', // liquidateVault(uint256)
  '0x8ac5d4a3', // liquidateAccount(address)
  '0xaab3f868', // liquidate(address,address,address,uint256)
  '0xccdd9f5d', // liquidateLoan(uint256)
  '0x45cf2230', // bite(bytes32,address)
  '0x4914c008', // liquidate(address,uint256,address)
]);

/** Taking one's own liquidity out of a V3 pool: it looks like a gain from nothing. */
export const LIQUIDITY_OUT: Functions = new Set<Hex>([
  '0x4f1eb3d8', // collect(address,int24,int24,uint128,uint128)
  '0xa34123a7', // burn(int24,int24,uint128)
  '0xfc6f7865', // collect((uint256,address,uint128,uint128))
]);

/** Gas tokens and routers' swaps: what ordinary flash-loan users call besides pools and tokens. */
export const ORDINARY: Functions = new Set<Hex>([
  '0xdd62ed3e', // allowance(address,address)
  '0x70a08231', // balanceOf(address)
  '0xd8ccd0f3', // free(uint256)
  '0x6366b936', // freeUpTo(uint256)
  '0x079d229f', // freeFromUpTo(address,uint256)
  '0x5f2e2b45', // freeFrom(address,uint256)
  '0xf6326fb3', // depositETH()
  '0x38ed1739', // swapExactTokensForTokens(uint256,uint256,address[],address,uint256)
  '0x18cbafe5', // swapExactTokensForETH(uint256,uint256,address[],address,uint256)
  '0x7ff36ab5', // swapExactETHForTokens(uint256,address[],address,uint256)
  '0x8803dbee', // swapTokensForExactTokens(uint256,uint256,address[],address,uint256)
  '0xbc25cf77', // skim(address)
  '0x2e1a7d4d', // withdraw(uint256)
]);

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";
import {TickMath} from "./TickMath.sol";

interface ISwapCallback {
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external;
}

interface IMintCallback {
    function uniswapV3MintCallback(uint256 amount0Owed, uint256 amount1Owed, bytes calldata data) external;
}

interface IFlashCallback {
    function uniswapV3FlashCallback(uint256 fee0, uint256 fee1, bytes calldata data) external;
}

/// Uniswap V3's pool with its functions and events. One thing is simpler: a swap ends where the first position would go out of range.
contract ConcentratedPool {
    struct Position {
        uint128 liquidity;
        uint256 seen0;
        uint256 seen1;
        uint128 owed0;
        uint128 owed1;
    }

    address public immutable token0;
    address public immutable token1;
    uint24 public constant fee = 3000;
    uint128 public liquidity;
    uint160 private sqrtPrice;
    int24 private lowest = -887272;
    int24 private highest = 887272;
    /// Fees a unit of liquidity, times 2^128.
    uint256 public feeGrowthGlobal0X128;
    uint256 public feeGrowthGlobal1X128;
    mapping(bytes32 => Position) public positions;

    event Initialize(uint160 sqrtPriceX96, int24 tick);
    event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1);
    event Collect(address indexed owner, address recipient, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount0, uint128 amount1);
    event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1);
    event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick);
    event Flash(address indexed sender, address indexed recipient, uint256 amount0, uint256 amount1, uint256 paid0, uint256 paid1);

    constructor(address a, address b) {
        (token0, token1) = a < b ? (a, b) : (b, a);
    }

    function initialize(uint160 sqrtPriceX96) external {
        require(sqrtPrice == 0, "AI");
        sqrtPrice = sqrtPriceX96;
        emit Initialize(sqrtPriceX96, tick());
    }

    function slot0() external view returns (uint160, int24, uint16, uint16, uint16, uint8, bool) {
        return (sqrtPrice, tick(), 0, 1, 1, 0, true);
    }

    function tick() public view returns (int24) {
        return TickMath.tickAt(sqrtPrice);
    }

    function mint(address recipient, int24 tickLower, int24 tickUpper, uint128 amount, bytes calldata data)
        external
        returns (uint256 amount0, uint256 amount1)
    {
        (amount0, amount1) = amountsFor(tickLower, tickUpper, amount);
        require(amount0 > 0 && amount1 > 0, "out of range");
        if (tickLower > lowest) lowest = tickLower;
        if (tickUpper < highest) highest = tickUpper;
        Position storage position = touch(recipient, tickLower, tickUpper);
        position.liquidity += amount;
        liquidity += amount;
        uint256 before0 = IERC20(token0).balanceOf(address(this));
        uint256 before1 = IERC20(token1).balanceOf(address(this));
        IMintCallback(msg.sender).uniswapV3MintCallback(amount0 + 1, amount1 + 1, data);
        require(IERC20(token0).balanceOf(address(this)) > before0 + amount0, "M0");
        require(IERC20(token1).balanceOf(address(this)) > before1 + amount1, "M1");
        emit Mint(msg.sender, recipient, tickLower, tickUpper, amount, amount0 + 1, amount1 + 1);
    }

    function burn(int24 tickLower, int24 tickUpper, uint128 amount) external returns (uint256 amount0, uint256 amount1) {
        Position storage position = touch(msg.sender, tickLower, tickUpper);
        (amount0, amount1) = amountsFor(tickLower, tickUpper, amount);
        position.liquidity -= amount;
        liquidity -= amount;
        position.owed0 += uint128(amount0);
        position.owed1 += uint128(amount1);
        emit Burn(msg.sender, tickLower, tickUpper, amount, amount0, amount1);
    }

    function collect(address recipient, int24 tickLower, int24 tickUpper, uint128, uint128) external returns (uint128 owed0, uint128 owed1) {
        Position storage position = touch(msg.sender, tickLower, tickUpper);
        (owed0, owed1) = (position.owed0, position.owed1);
        (position.owed0, position.owed1) = (0, 0);
        if (owed0 > 0) IERC20(token0).transfer(recipient, owed0);
        if (owed1 > 0) IERC20(token1).transfer(recipient, owed1);
        emit Collect(msg.sender, recipient, tickLower, tickUpper, owed0, owed1);
    }

    /// Of an exact input.
    function swap(address recipient, bool zeroForOne, int256 amountSpecified, uint160, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1)
    {
        require(amountSpecified > 0, "exact input only");
        uint256 paid = uint256(amountSpecified);
        uint256 used = paid - (paid * fee) / 1e6;
        uint256 next;
        uint256 out;
        if (zeroForOne) {
            next = (uint256(liquidity) << 96) / ((uint256(liquidity) << 96) / sqrtPrice + used);
            out = (uint256(liquidity) * (sqrtPrice - next)) >> 96;
            feeGrowthGlobal0X128 += ((paid - used) << 128) / liquidity;
        } else {
            next = sqrtPrice + (used << 96) / liquidity;
            out = (uint256(liquidity) << 96) / sqrtPrice - (uint256(liquidity) << 96) / next;
            feeGrowthGlobal1X128 += ((paid - used) << 128) / liquidity;
        }
        require(next > TickMath.ratioAt(lowest) && next < TickMath.ratioAt(highest), "SPL");
        sqrtPrice = uint160(next);
        (amount0, amount1) = zeroForOne ? (amountSpecified, -int256(out)) : (-int256(out), amountSpecified);
        IERC20 tokenIn = IERC20(zeroForOne ? token0 : token1);
        IERC20(zeroForOne ? token1 : token0).transfer(recipient, out);
        uint256 before = tokenIn.balanceOf(address(this));
        ISwapCallback(msg.sender).uniswapV3SwapCallback(amount0, amount1, data);
        require(tokenIn.balanceOf(address(this)) >= before + paid, "IIA");
        emit Swap(msg.sender, recipient, amount0, amount1, sqrtPrice, liquidity, tick());
    }

    function flash(address recipient, uint256 amount0, uint256 amount1, bytes calldata data) external {
        uint256 before0 = IERC20(token0).balanceOf(address(this));
        uint256 before1 = IERC20(token1).balanceOf(address(this));
        (uint256 fee0, uint256 fee1) = ((amount0 * fee) / 1e6, (amount1 * fee) / 1e6);
        if (amount0 > 0) IERC20(token0).transfer(recipient, amount0);
        if (amount1 > 0) IERC20(token1).transfer(recipient, amount1);
        IFlashCallback(msg.sender).uniswapV3FlashCallback(fee0, fee1, data);
        uint256 now0 = IERC20(token0).balanceOf(address(this));
        uint256 now1 = IERC20(token1).balanceOf(address(this));
        require(now0 >= before0 + fee0 && now1 >= before1 + fee1, "F");
        emit Flash(msg.sender, recipient, amount0, amount1, now0 - before0, now1 - before1);
    }

    function amountsFor(int24 tickLower, int24 tickUpper, uint128 amount) private view returns (uint256, uint256) {
        (uint256 lower, uint256 upper) = (TickMath.ratioAt(tickLower), TickMath.ratioAt(tickUpper));
        require(lower < sqrtPrice && sqrtPrice < upper, "out of range");
        uint256 amount0 = (uint256(amount) << 96) / sqrtPrice - (uint256(amount) << 96) / upper;
        return (amount0, (uint256(amount) * (sqrtPrice - lower)) >> 96);
    }

    /// What the position has earned since it was last touched becomes owed.
    function touch(address owner, int24 tickLower, int24 tickUpper) private returns (Position storage position) {
        position = positions[keccak256(abi.encodePacked(owner, tickLower, tickUpper))];
        position.owed0 += uint128(((feeGrowthGlobal0X128 - position.seen0) * position.liquidity) >> 128);
        position.owed1 += uint128(((feeGrowthGlobal1X128 - position.seen1) * position.liquidity) >> 128);
        (position.seen0, position.seen1) = (feeGrowthGlobal0X128, feeGrowthGlobal1X128);
    }
}

/// A liquidity provider's own contract, and a trader's: pays what the pool asks for in its call-backs.
contract PoolUser is ISwapCallback, IMintCallback {
    ConcentratedPool private immutable pool;
    address private immutable owner = msg.sender;

    constructor(ConcentratedPool pool_) {
        pool = pool_;
    }

    function provide(int24 tickLower, int24 tickUpper, uint128 amount) external {
        require(msg.sender == owner, "not the owner");
        pool.mint(address(this), tickLower, tickUpper, amount, "");
    }

    function leave(int24 tickLower, int24 tickUpper, uint128 amount) external {
        require(msg.sender == owner, "not the owner");
        pool.burn(tickLower, tickUpper, amount);
        pool.collect(owner, tickLower, tickUpper, type(uint128).max, type(uint128).max);
    }

    function trade(bool zeroForOne, uint256 amountIn) external {
        require(msg.sender == owner, "not the owner");
        pool.swap(owner, zeroForOne, int256(amountIn), 0, "");
    }

    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata) external {
        require(msg.sender == address(pool), "not the pool");
        if (amount0Delta > 0) IERC20(pool.token0()).transfer(msg.sender, uint256(amount0Delta));
        if (amount1Delta > 0) IERC20(pool.token1()).transfer(msg.sender, uint256(amount1Delta));
    }

    function uniswapV3MintCallback(uint256 amount0Owed, uint256 amount1Owed, bytes calldata) external {
        require(msg.sender == address(pool), "not the pool");
        IERC20(pool.token0()).transfer(msg.sender, amount0Owed);
        IERC20(pool.token1()).transfer(msg.sender, amount1Owed);
    }
}

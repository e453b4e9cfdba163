// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPairCallee} from "./Interfaces.sol";

/// A constant-product pool with Uniswap V2's events, fee and flash swap. It has no shares: the town's treasury owns the liquidity.
contract Pair {
    address public immutable token0;
    address public immutable token1;
    uint112 private reserve0;
    uint112 private reserve1;
    uint32 private changedAt;

    event Swap(
        address indexed sender,
        uint256 amount0In,
        uint256 amount1In,
        uint256 amount0Out,
        uint256 amount1Out,
        address indexed to
    );
    event Sync(uint112 reserve0, uint112 reserve1);

    constructor(address a, address b) {
        (token0, token1) = a < b ? (a, b) : (b, a);
    }

    function getReserves() external view returns (uint112, uint112, uint32) {
        return (reserve0, reserve1, changedAt);
    }

    /// Takes what was sent here as liquidity.
    function sync() external {
        update(IERC20(token0).balanceOf(address(this)), IERC20(token1).balanceOf(address(this)));
    }

    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external {
        (uint256 before0, uint256 before1) = (reserve0, reserve1);
        require(amount0Out < before0 && amount1Out < before1, "more than there is");
        if (amount0Out > 0) IERC20(token0).transfer(to, amount0Out);
        if (amount1Out > 0) IERC20(token1).transfer(to, amount1Out);
        if (data.length > 0) IPairCallee(to).uniswapV2Call(msg.sender, amount0Out, amount1Out, data);
        uint256 now0 = IERC20(token0).balanceOf(address(this));
        uint256 now1 = IERC20(token1).balanceOf(address(this));
        uint256 in0 = now0 + amount0Out - before0;
        uint256 in1 = now1 + amount1Out - before1;
        require((now0 * 1000 - in0 * 3) * (now1 * 1000 - in1 * 3) >= before0 * before1 * 1e6, "K");
        update(now0, now1);
        emit Swap(msg.sender, in0, in1, amount0Out, amount1Out, to);
    }

    function update(uint256 now0, uint256 now1) private {
        (reserve0, reserve1, changedAt) = (uint112(now0), uint112(now1), uint32(block.timestamp));
        emit Sync(uint112(now0), uint112(now1));
    }
}

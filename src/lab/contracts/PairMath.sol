// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPair} from "./Interfaces.sol";

/// Swaps of an exact input against one pair.
library PairMath {
    function reserves(IPair pair, address tokenIn) internal view returns (uint256 reserveIn, uint256 reserveOut) {
        (uint112 reserve0, uint112 reserve1, ) = pair.getReserves();
        return pair.token0() == tokenIn ? (reserve0, reserve1) : (reserve1, reserve0);
    }

    function quote(IPair pair, address tokenIn, uint256 amountIn) internal view returns (uint256) {
        (uint256 reserveIn, uint256 reserveOut) = reserves(pair, tokenIn);
        return (amountIn * 997 * reserveOut) / (reserveIn * 1000 + amountIn * 997);
    }

    /// The input must have been sent to the pair already.
    function swapSent(IPair pair, address tokenIn, uint256 amountIn, address to) internal returns (uint256 amountOut) {
        amountOut = quote(pair, tokenIn, amountIn);
        if (pair.token0() == tokenIn) pair.swap(0, amountOut, to, "");
        else pair.swap(amountOut, 0, to, "");
    }

    function swapOwn(IPair pair, address tokenIn, uint256 amountIn) internal returns (uint256) {
        IERC20(tokenIn).transfer(address(pair), amountIn);
        return swapSent(pair, tokenIn, amountIn, address(this));
    }
}

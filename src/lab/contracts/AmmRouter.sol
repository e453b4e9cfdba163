// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {AmmFactory, AmmPair} from "./Amm.sol";
import {IERC20} from "./Interfaces.sol";
import {WrappedEther} from "./WrappedEther.sol";

/// Uniswap V2's router: liquidity, swaps along a path, and the native coin at either end.
contract AmmRouter {
    AmmFactory public immutable factory;
    WrappedEther public immutable WETH;

    constructor(AmmFactory factory_, WrappedEther weth) {
        (factory, WETH) = (factory_, weth);
    }

    receive() external payable {
        require(msg.sender == address(WETH), "only unwrapping");
    }

    /// Takes what is wanted of both: the caller gives the pool's ratio.
    function addLiquidity(address a, address b, uint256 wantedA, uint256 wantedB, uint256, uint256, address to, uint256)
        external
        returns (uint256, uint256, uint256 liquidity)
    {
        address pair = factory.getPair(a, b);
        if (pair == address(0)) pair = factory.createPair(a, b);
        IERC20(a).transferFrom(msg.sender, pair, wantedA);
        IERC20(b).transferFrom(msg.sender, pair, wantedB);
        liquidity = AmmPair(pair).mint(to);
        return (wantedA, wantedB, liquidity);
    }

    function removeLiquidity(address a, address b, uint256 liquidity, uint256, uint256, address to, uint256)
        external
        returns (uint256, uint256)
    {
        address pair = factory.getPair(a, b);
        IERC20(pair).transferFrom(msg.sender, pair, liquidity);
        return AmmPair(pair).burn(to);
    }

    function swapExactTokensForTokens(uint256 amountIn, uint256 minOut, address[] calldata path, address to, uint256) external returns (uint256) {
        pull(path, amountIn);
        return swapAlong(path, to, minOut);
    }

    function swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256 amountIn, uint256 minOut, address[] calldata path, address to, uint256)
        external
    {
        pull(path, amountIn);
        swapAlong(path, to, minOut);
    }

    function swapExactETHForTokens(uint256 minOut, address[] calldata path, address to, uint256) external payable returns (uint256) {
        WETH.deposit{value: msg.value}();
        WETH.transfer(factory.getPair(path[0], path[1]), msg.value);
        return swapAlong(path, to, minOut);
    }

    function swapExactTokensForETH(uint256 amountIn, uint256 minOut, address[] calldata path, address to, uint256) external returns (uint256 out) {
        pull(path, amountIn);
        out = swapAlong(path, address(this), minOut);
        WETH.withdraw(out);
        payable(to).transfer(out);
    }

    function pull(address[] calldata path, uint256 amountIn) private {
        IERC20(path[0]).transferFrom(msg.sender, factory.getPair(path[0], path[1]), amountIn);
    }

    /// What came to the first pool, taxed or not, goes along the path.
    function swapAlong(address[] calldata path, address to, uint256 minOut) private returns (uint256 out) {
        uint256 before = IERC20(path[path.length - 1]).balanceOf(to);
        for (uint256 i = 0; i + 1 < path.length; i++) {
            AmmPair pair = AmmPair(factory.getPair(path[i], path[i + 1]));
            address next = i + 2 < path.length ? factory.getPair(path[i + 1], path[i + 2]) : to;
            bool isFirst = pair.token0() == path[i];
            (uint256 reserveIn, uint256 reserveOut, ) = pair.getReserves();
            if (!isFirst) (reserveIn, reserveOut) = (reserveOut, reserveIn);
            uint256 came = (IERC20(path[i]).balanceOf(address(pair)) - reserveIn) * 997;
            out = (came * reserveOut) / (reserveIn * 1000 + came);
            pair.swap(isFirst ? 0 : out, isFirst ? out : 0, next, "");
        }
        out = IERC20(path[path.length - 1]).balanceOf(to) - before;
        require(out >= minOut, "too little");
    }
}

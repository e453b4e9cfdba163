// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPair} from "./Interfaces.sol";
import {PairMath} from "./PairMath.sol";

/// What wallets call to swap: takes the input by allowance. It knows one pair.
contract Router {
    IPair public immutable pair;

    constructor(IPair pair_) {
        pair = pair_;
    }

    function swapExactTokensForTokens(uint256 amountIn, uint256 minOut, address[] calldata path, address to, uint256 deadline)
        external
        returns (uint256 amountOut)
    {
        require(block.timestamp <= deadline, "too late");
        IERC20(path[0]).transferFrom(msg.sender, address(pair), amountIn);
        amountOut = PairMath.swapSent(pair, path[0], amountIn, to);
        require(amountOut >= minOut, "too little");
    }
}

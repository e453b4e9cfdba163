// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// What the town keeps behind its proxies: one word for each account.
contract RegistryV1 {
    mapping(address => uint256) public entryOf;

    event Registered(address indexed account, uint256 entry);

    function register(uint256 entry) external virtual {
        entryOf[msg.sender] = entry;
        emit Registered(msg.sender, entry);
    }
}

/// Also refuses zero.
contract RegistryV2 is RegistryV1 {
    function register(uint256 entry) external override {
        require(entry != 0, "zero");
        entryOf[msg.sender] = entry;
        emit Registered(msg.sender, entry);
    }
}

/// What an intruder puts there: it lets one account write any entry.
contract RegistryBackdoor is RegistryV1 {
    address private immutable intruder = msg.sender;

    function overwrite(address account, uint256 entry) external {
        require(msg.sender == intruder, "not the intruder");
        entryOf[account] = entry;
    }
}

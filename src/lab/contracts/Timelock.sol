// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Does what its owner announced, after a delay in which everybody can read it.
contract Timelock {
    address private immutable owner = msg.sender;
    uint256 public immutable delay;
    mapping(bytes32 => uint256) public readyAt;

    event Scheduled(bytes32 indexed id, address target, bytes data, uint256 readyAt);
    event Executed(bytes32 indexed id);

    constructor(uint256 delay_) {
        delay = delay_;
    }

    function schedule(address target, bytes calldata data) external {
        require(msg.sender == owner, "not the owner");
        bytes32 id = keccak256(abi.encode(target, data));
        readyAt[id] = block.timestamp + delay;
        emit Scheduled(id, target, data, readyAt[id]);
    }

    function execute(address target, bytes calldata data) external {
        bytes32 id = keccak256(abi.encode(target, data));
        require(readyAt[id] != 0 && block.timestamp >= readyAt[id], "not ready");
        delete readyAt[id];
        (bool done, ) = target.call(data);
        require(done, "failed");
        emit Executed(id);
    }
}

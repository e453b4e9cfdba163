// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// Keeps what goes to another chain and gives out what comes back, when its validators have proven the message. Flawed on purpose, as Nomad's was: a message
/// that nobody has proven has root zero, and root zero is accepted.
contract Bridge {
    mapping(address => bool) public isValidator;
    mapping(bytes32 => bytes32) public rootOf;
    mapping(bytes32 => bool) public isAccepted;
    mapping(bytes32 => bool) public isProcessed;
    uint256 public nonce;

    event Locked(address indexed token, address indexed sender, uint256 amount, uint256 destinationChain, address recipient, uint256 nonce);
    event MessageProven(bytes32 indexed messageHash, bytes32 indexed root, address indexed validator);
    event Released(bytes32 indexed messageHash, address indexed token, address indexed recipient, uint256 amount);

    constructor(address[] memory validators) {
        for (uint256 i = 0; i < validators.length; i++) isValidator[validators[i]] = true;
        isAccepted[0] = true;
    }

    receive() external payable {}

    function lock(address token, uint256 amount, uint256 destinationChain, address recipient) external {
        IERC20(token).transferFrom(msg.sender, address(this), amount);
        nonce += 1;
        emit Locked(token, msg.sender, amount, destinationChain, recipient, nonce);
    }

    function lockNative(uint256 destinationChain, address recipient) external payable {
        nonce += 1;
        emit Locked(address(0), msg.sender, msg.value, destinationChain, recipient, nonce);
    }

    function prove(bytes32 messageHash, bytes32 root) external {
        require(isValidator[msg.sender], "not a validator");
        rootOf[messageHash] = root;
        isAccepted[root] = true;
        emit MessageProven(messageHash, root, msg.sender);
    }

    function process(address token, address recipient, uint256 amount, uint256 number) external {
        bytes32 messageHash = keccak256(abi.encode(token, recipient, amount, number));
        require(isAccepted[rootOf[messageHash]], "not proven");
        require(!isProcessed[messageHash], "processed");
        isProcessed[messageHash] = true;
        IERC20(token).transfer(recipient, amount);
        emit Released(messageHash, token, recipient, amount);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

struct PackedUserOperation {
    address sender;
    uint256 nonce;
    bytes initCode;
    bytes callData;
    bytes32 accountGasLimits;
    uint256 preVerificationGas;
    bytes32 gasFees;
    bytes paymasterAndData;
    bytes signature;
}

interface IAccount {
    function validateUserOp(PackedUserOperation calldata userOp, bytes32 userOpHash, uint256 missingAccountFunds) external returns (uint256);
}

/// ERC-4337's entry point without its market for gas: the bundler pays.
contract EntryPoint {
    mapping(address => uint256) public nonceOf;

    event BeforeExecution();
    event UserOperationEvent(
        bytes32 indexed userOpHash,
        address indexed sender,
        address indexed paymaster,
        uint256 nonce,
        bool success,
        uint256 actualGasCost,
        uint256 actualGasUsed
    );

    function getUserOpHash(PackedUserOperation calldata op) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), block.chainid, op.sender, op.nonce, op.callData));
    }

    function handleOps(PackedUserOperation[] calldata ops, address payable) external {
        for (uint256 i = 0; i < ops.length; i++) {
            require(ops[i].nonce == nonceOf[ops[i].sender]++, "AA25 invalid account nonce");
            require(IAccount(ops[i].sender).validateUserOp(ops[i], getUserOpHash(ops[i]), 0) == 0, "AA24 signature error");
        }
        emit BeforeExecution();
        for (uint256 i = 0; i < ops.length; i++) {
            uint256 left = gasleft();
            (bool success, ) = ops[i].sender.call(ops[i].callData);
            emit UserOperationEvent(getUserOpHash(ops[i]), ops[i].sender, address(0), ops[i].nonce, success, 0, left - gasleft());
        }
    }
}

/// An account that its owner's key and the entry point command.
contract SmartAccount is IAccount {
    address public immutable owner;
    address public immutable entryPoint;

    constructor(address owner_, address entryPoint_) {
        (owner, entryPoint) = (owner_, entryPoint_);
    }

    receive() external payable {}

    function validateUserOp(PackedUserOperation calldata userOp, bytes32 userOpHash, uint256) external view returns (uint256) {
        (bytes32 r, bytes32 s, uint8 v) = abi.decode(userOp.signature, (bytes32, bytes32, uint8));
        return ecrecover(userOpHash, v, r, s) == owner ? 0 : 1;
    }

    function execute(address target, uint256 value, bytes calldata data) external {
        require(msg.sender == entryPoint || msg.sender == owner, "not allowed");
        (bool done, ) = target.call{value: value}(data);
        require(done, "failed");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// Uniswap's Permit2: allowances by signature for tokens that know none, with its functions and events.
contract Permit2 {
    struct PermitDetails {
        address token;
        uint160 amount;
        uint48 expiration;
        uint48 nonce;
    }

    struct PermitSingle {
        PermitDetails details;
        address spender;
        uint256 sigDeadline;
    }

    struct PackedAllowance {
        uint160 amount;
        uint48 expiration;
        uint48 nonce;
    }

    bytes32 private constant DETAILS = keccak256("PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)");
    bytes32 private constant SINGLE = keccak256(
        "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)"
    );
    mapping(address => mapping(address => mapping(address => PackedAllowance))) public allowance;

    event Permit(
        address indexed owner,
        address indexed token,
        address indexed spender,
        uint160 amount,
        uint48 expiration,
        uint48 nonce
    );

    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        bytes32 domain = keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(domain, keccak256("Permit2"), block.chainid, address(this)));
    }

    function permit(address owner, PermitSingle memory permitSingle, bytes calldata signature) external {
        require(block.timestamp <= permitSingle.sigDeadline, "SignatureExpired");
        PermitDetails memory details = permitSingle.details;
        bytes32 content = keccak256(abi.encode(SINGLE, keccak256(abi.encode(DETAILS, details)), permitSingle.spender, permitSingle.sigDeadline));
        (bytes32 r, bytes32 s, uint8 v) = (bytes32(signature[0:32]), bytes32(signature[32:64]), uint8(signature[64]));
        require(ecrecover(keccak256(abi.encodePacked("\x19\x01", DOMAIN_SEPARATOR(), content)), v, r, s) == owner, "InvalidSigner");
        PackedAllowance storage allowed = allowance[owner][details.token][permitSingle.spender];
        require(allowed.nonce == details.nonce, "InvalidNonce");
        (allowed.amount, allowed.expiration, allowed.nonce) = (details.amount, details.expiration, details.nonce + 1);
        emit Permit(owner, details.token, permitSingle.spender, details.amount, details.expiration, details.nonce);
    }

    function transferFrom(address from, address to, uint160 amount, address token) external {
        PackedAllowance storage allowed = allowance[from][token][msg.sender];
        require(block.timestamp <= allowed.expiration, "AllowanceExpired");
        allowed.amount -= amount;
        IERC20(token).transferFrom(from, to, amount);
    }
}

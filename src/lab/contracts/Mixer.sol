// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Tornado's functions and events for one denomination. A secret stands in for the proof.
contract Mixer {
    uint256 public immutable denomination;
    mapping(bytes32 => bool) public commitments;
    mapping(bytes32 => bool) public nullifierHashes;
    uint32 private nextIndex;

    event Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp);
    event Withdrawal(address to, bytes32 nullifierHash, address indexed relayer, uint256 fee);

    constructor(uint256 denomination_) {
        denomination = denomination_;
    }

    function deposit(bytes32 commitment) external payable {
        require(!commitments[commitment], "The commitment has been submitted");
        require(msg.value == denomination, "Please send `mixDenomination` ETH along with transaction");
        commitments[commitment] = true;
        emit Deposit(commitment, nextIndex, block.timestamp);
        nextIndex += 1;
    }

    function withdraw(bytes calldata proof, bytes32, bytes32 nullifierHash, address payable recipient, address payable relayer, uint256 fee, uint256)
        external
        payable
    {
        require(commitments[keccak256(proof)], "Invalid withdraw proof");
        require(!nullifierHashes[nullifierHash], "The note has been already spent");
        nullifierHashes[nullifierHash] = true;
        (bool sent, ) = recipient.call{value: denomination - fee}("");
        require(sent, "payment to recipient did not go through");
        if (fee > 0) relayer.transfer(fee);
        emit Withdrawal(recipient, nullifierHash, relayer, fee);
    }
}

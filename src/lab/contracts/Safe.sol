// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// A wallet of several owners with Safe 1.3's functions and events. Owners approve hashes on the chain instead of signing.
contract TownSafe {
    address[] private owners;
    uint256 private threshold;
    uint256 public nonce;
    mapping(address => bool) public isOwner;
    mapping(address => bool) public isModuleEnabled;
    mapping(bytes32 => mapping(address => bool)) public approvedHashes;

    event SafeSetup(address indexed initiator, address[] owners, uint256 threshold, address initializer, address fallbackHandler);
    event ApproveHash(bytes32 indexed approvedHash, address indexed owner);
    event ExecutionSuccess(bytes32 txHash, uint256 payment);
    event AddedOwner(address owner);
    event RemovedOwner(address owner);
    event ChangedThreshold(uint256 threshold);
    event EnabledModule(address module);
    event DisabledModule(address module);
    event ChangedGuard(address guard);
    event SafeReceived(address indexed sender, uint256 value);

    modifier authorized() {
        require(msg.sender == address(this), "GS031");
        _;
    }

    constructor(address[] memory owners_, uint256 threshold_) {
        (owners, threshold) = (owners_, threshold_);
        for (uint256 i = 0; i < owners_.length; i++) isOwner[owners_[i]] = true;
        emit SafeSetup(msg.sender, owners_, threshold_, address(0), address(0));
    }

    receive() external payable {
        emit SafeReceived(msg.sender, msg.value);
    }

    function getThreshold() external view returns (uint256) {
        return threshold;
    }

    function getOwners() external view returns (address[] memory) {
        return owners;
    }

    function hashOf(address to, uint256 value, bytes calldata data, uint8 operation) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), to, value, data, operation));
    }

    function approveHash(bytes32 hashToApprove) external {
        require(isOwner[msg.sender], "GS030");
        approvedHashes[hashToApprove][msg.sender] = true;
        emit ApproveHash(hashToApprove, msg.sender);
    }

    function execTransaction(
        address to,
        uint256 value,
        bytes calldata data,
        uint8 operation,
        uint256,
        uint256,
        uint256,
        address,
        address payable,
        bytes memory
    ) external payable returns (bool done) {
        bytes32 hash = hashOf(to, value, data, operation);
        uint256 approvals;
        for (uint256 i = 0; i < owners.length; i++) {
            if (owners[i] != msg.sender && !approvedHashes[hash][owners[i]]) continue;
            approvals += 1;
            approvedHashes[hash][owners[i]] = false;
        }
        require(isOwner[msg.sender] && approvals >= threshold, "GS020");
        nonce += 1;
        if (operation == 1) (done, ) = to.delegatecall(data);
        else (done, ) = to.call{value: value}(data);
        require(done, "GS013");
        emit ExecutionSuccess(hash, 0);
    }

    function execTransactionFromModule(address to, uint256 value, bytes calldata data, uint8) external returns (bool done) {
        require(isModuleEnabled[msg.sender], "GS104");
        (done, ) = to.call{value: value}(data);
    }

    function addOwnerWithThreshold(address owner, uint256 threshold_) external authorized {
        owners.push(owner);
        isOwner[owner] = true;
        emit AddedOwner(owner);
        if (threshold != threshold_) write(threshold_);
    }

    function changeThreshold(uint256 threshold_) external authorized {
        write(threshold_);
    }

    function enableModule(address module) external authorized {
        isModuleEnabled[module] = true;
        emit EnabledModule(module);
    }

    function setGuard(address guard) external authorized {
        emit ChangedGuard(guard);
    }

    function write(uint256 threshold_) private {
        require(threshold_ > 0 && threshold_ <= owners.length, "GS201");
        threshold = threshold_;
        emit ChangedThreshold(threshold_);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// OpenZeppelin's Ownable and Pausable, in short.
abstract contract Owned {
    address public owner = msg.sender;
    bool public paused;

    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Paused(address account);
    event Unpaused(address account);

    modifier onlyOwner() {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        _;
    }

    constructor() {
        emit OwnershipTransferred(address(0), msg.sender);
    }

    function transferOwnership(address newOwner) external onlyOwner {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function pause() external onlyOwner {
        paused = true;
        emit Paused(msg.sender);
    }

    function unpause() external onlyOwner {
        paused = false;
        emit Unpaused(msg.sender);
    }
}

/// Keeps tokens of many depositors, who come and go; its owner may move everything to a new house.
contract Locker is Owned {
    mapping(address => mapping(address => uint256)) public depositOf;
    address public feeRecipient;

    event Deposited(address indexed user, address indexed token, uint256 amount);
    event Withdrawn(address indexed user, address indexed token, uint256 amount);
    event Migrated(address indexed token, address indexed to, uint256 amount);
    event FeeRecipientChanged(address indexed recipient);

    function deposit(address token, uint256 amount) external {
        require(!paused, "paused");
        IERC20(token).transferFrom(msg.sender, address(this), amount);
        depositOf[msg.sender][token] += amount;
        emit Deposited(msg.sender, token, amount);
    }

    function withdraw(address token, uint256 amount) public {
        depositOf[msg.sender][token] -= amount;
        IERC20(token).transfer(msg.sender, amount);
        emit Withdrawn(msg.sender, token, amount);
    }

    function setFeeRecipient(address recipient) external onlyOwner {
        feeRecipient = recipient;
        emit FeeRecipientChanged(recipient);
    }

    function migrate(address token, address to) external onlyOwner {
        uint256 amount = IERC20(token).balanceOf(address(this));
        IERC20(token).transfer(to, amount);
        emit Migrated(token, to, amount);
    }
}

/// The same with functions that somebody forgot to close.
contract OpenLocker is Locker {
    function setOwner(address next) external {
        emit OwnershipTransferred(owner, next);
        owner = next;
    }

    function emergencyWithdraw(address token, address to) external {
        IERC20(token).transfer(to, IERC20(token).balanceOf(address(this)));
    }

    /// Meant for small change.
    function withdrawTo(address token, uint256 amount, address to) external {
        IERC20(token).transfer(to, amount);
    }
}

/// Behind a proxy: whoever initializes it first owns it.
contract InitialisedLocker {
    address public owner;
    bool private initialized;

    event Initialized(uint8 version);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    function initialize(address owner_) external {
        require(!initialized, "Initializable: contract is already initialized");
        initialized = true;
        owner = owner_;
        emit OwnershipTransferred(address(0), owner_);
        emit Initialized(1);
    }

    function deposit(address token, uint256 amount) external {
        IERC20(token).transferFrom(msg.sender, address(this), amount);
    }

    function withdrawAll(address token) external {
        require(msg.sender == owner, "not the owner");
        IERC20(token).transfer(msg.sender, IERC20(token).balanceOf(address(this)));
    }
}

/// Creates and initializes in one transaction, as it should be.
contract LockerFactory {
    event LockerCreated(address locker, address owner);

    function createLocker() external returns (InitialisedLocker locker) {
        locker = new InitialisedLocker();
        locker.initialize(msg.sender);
        emit LockerCreated(address(locker), msg.sender);
    }
}

/// Executes code of others as its own. Flawed on purpose where it is open: anybody may say which.
contract DelegatingWallet {
    address public immutable owner = msg.sender;
    bool public immutable isOpen;

    constructor(bool isOpen_) {
        isOpen = isOpen_;
    }

    receive() external payable {}

    function execute(address target, bytes calldata data) external payable {
        require(isOpen || msg.sender == owner, "not the owner");
        (bool done, ) = target.delegatecall(data);
        require(done, "failed");
    }
}

/// Gnosis's MultiSend in small: a library of token transfers.
contract PaymentLibrary {
    function payAll(IERC20 token, address[] calldata to, uint256 amount) external {
        for (uint256 i = 0; i < to.length; i++) token.transfer(to[i], amount);
    }
}

contract EmptyingLibrary {
    address private immutable thief = msg.sender;

    function empty(IERC20 token) external {
        token.transfer(thief, token.balanceOf(address(this)));
    }
}

/// A wallet with an end. Flawed on purpose where it is open, as Parity's library was.
contract MortalWallet {
    address public owner;
    bool public immutable isOpen;

    constructor(bool isOpen_) payable {
        (owner, isOpen) = (msg.sender, isOpen_);
    }

    receive() external payable {}

    function pay(address payable to, uint256 amount) external {
        require(msg.sender == owner, "not the owner");
        to.transfer(amount);
    }

    function initWallet(address owner_) external {
        require(isOpen, "initialized");
        owner = owner_;
    }

    function kill(address payable to) external {
        require(msg.sender == owner, "not the owner");
        selfdestruct(to);
    }
}

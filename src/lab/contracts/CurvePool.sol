// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// Two kinds of ether in one pool, with Curve's functions. Flawed on purpose, as Curve's old ether pools were: while it pays ether out, its shares are burnt
/// and the other coin has not left, so that its virtual price is too high for a moment.
contract CurvePool {
    IERC20 public immutable wrapped;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    bool private entered;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event AddLiquidity(address indexed provider, uint256[2] token_amounts, uint256[2] fees, uint256 invariant, uint256 token_supply);
    event RemoveLiquidity(address indexed provider, uint256[2] token_amounts, uint256[2] fees, uint256 token_supply);

    modifier once() {
        require(!entered, "re-entered");
        entered = true;
        _;
        entered = false;
    }

    constructor(IERC20 wrapped_) {
        wrapped = wrapped_;
    }

    function get_virtual_price() external view returns (uint256) {
        return totalSupply == 0 ? 1e18 : ((address(this).balance + wrapped.balanceOf(address(this))) * 1e18) / totalSupply;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
        return true;
    }

    function add_liquidity(uint256[2] calldata amounts, uint256) external payable once returns (uint256 minted) {
        require(msg.value == amounts[0], "another amount");
        uint256 before = address(this).balance - msg.value + wrapped.balanceOf(address(this));
        if (amounts[1] > 0) wrapped.transferFrom(msg.sender, address(this), amounts[1]);
        minted = amounts[0] + amounts[1];
        if (totalSupply > 0) minted = (minted * totalSupply) / before;
        totalSupply += minted;
        balanceOf[msg.sender] += minted;
        emit Transfer(address(0), msg.sender, minted);
        emit AddLiquidity(msg.sender, amounts, [uint256(0), 0], 0, totalSupply);
    }

    function remove_liquidity(uint256 amount, uint256[2] calldata) external once returns (uint256[2] memory out) {
        out = [(address(this).balance * amount) / totalSupply, (wrapped.balanceOf(address(this)) * amount) / totalSupply];
        totalSupply -= amount;
        balanceOf[msg.sender] -= amount;
        emit Transfer(msg.sender, address(0), amount);
        (bool sent, ) = msg.sender.call{value: out[0]}("");
        require(sent, "payment refused");
        wrapped.transfer(msg.sender, out[1]);
        emit RemoveLiquidity(msg.sender, out, [uint256(0), 0], totalSupply);
    }
}

/// Lends USD against shares of the pool, at the pool's own word.
contract ShareLender {
    CurvePool public immutable pool;
    IERC20 public immutable usd;
    mapping(address => uint256) public sharesOf;
    mapping(address => uint256) public debtOf;

    event Borrow(address borrower, uint256 borrowAmount, uint256 accountBorrows, uint256 totalBorrows);

    constructor(CurvePool pool_, IERC20 usd_) {
        (pool, usd) = (pool_, usd_);
    }

    function depositShares(uint256 amount) external {
        pool.transferFrom(msg.sender, address(this), amount);
        sharesOf[msg.sender] += amount;
    }

    /// At 2,500 USD for an ether, up to 80 %.
    function borrow(uint256 amount) external returns (uint256) {
        uint256 worth = (((sharesOf[msg.sender] * pool.get_virtual_price()) / 1e18) * 2500) / 1e12;
        debtOf[msg.sender] += amount;
        require(debtOf[msg.sender] <= (worth * 4) / 5, "debt is not covered");
        usd.transfer(msg.sender, amount);
        emit Borrow(msg.sender, amount, debtOf[msg.sender], 0);
        return 0;
    }
}

/// Leaves the pool with half of its shares and borrows against the others: while it is being paid, or after.
contract PoolLeaver {
    CurvePool private immutable pool;
    ShareLender private immutable lender;
    IERC20 private immutable usd;
    address payable private immutable owner = payable(msg.sender);
    uint256 private wanted;

    constructor(CurvePool pool_, ShareLender lender_, IERC20 usd_) {
        (pool, lender, usd) = (pool_, lender_, usd_);
        pool_.approve(address(lender_), type(uint256).max);
    }

    /// Brings all the wrapped ether that was sent here.
    function enter(uint256 pledged) external {
        IERC20 wrapped = pool.wrapped();
        uint256 amount = wrapped.balanceOf(address(this));
        wrapped.approve(address(pool), amount);
        pool.add_liquidity([0, amount], 0);
        lender.depositShares(pledged);
    }

    function leaveAndBorrow(uint256 borrowed, bool whilePaid) external {
        require(msg.sender == owner, "not the owner");
        if (whilePaid) wanted = borrowed;
        pool.remove_liquidity(pool.balanceOf(address(this)), [uint256(0), 0]);
        if (!whilePaid) lender.borrow(borrowed);
        usd.transfer(owner, usd.balanceOf(address(this)));
        IERC20 wrapped = pool.wrapped();
        wrapped.transfer(owner, wrapped.balanceOf(address(this)));
        owner.transfer(address(this).balance);
    }

    receive() external payable {
        uint256 borrowed = wanted;
        wanted = 0;
        if (borrowed > 0) lender.borrow(borrowed);
    }
}

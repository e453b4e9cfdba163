// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPair} from "./Interfaces.sol";
import {PairMath} from "./PairMath.sol";

interface IFeed {
    function latestAnswer() external view returns (int256);
}

/// Chainlink's shape: an answer with eight decimals that its operator transmits.
contract PriceFeed is IFeed {
    uint8 public constant decimals = 8;
    address public immutable operator = msg.sender;
    int256 public latestAnswer;
    uint256 public latestRound;
    uint256 public latestTimestamp;

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    constructor(int256 answer) {
        write(answer);
    }

    function transmit(int256 answer) external {
        require(msg.sender == operator, "not the operator");
        write(answer);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (uint80(latestRound), latestAnswer, latestTimestamp, latestTimestamp, uint80(latestRound));
    }

    function write(int256 answer) private {
        latestRound += 1;
        (latestAnswer, latestTimestamp) = (answer, block.timestamp);
        emit AnswerUpdated(answer, latestRound, block.timestamp);
    }
}

/// The price of this very moment in one pair, of a token with 18 decimals in one with six. Flawed on purpose.
contract SpotFeed is IFeed {
    IPair public immutable pair;
    address public immutable base;

    constructor(IPair pair_, address base_) {
        (pair, base) = (pair_, base_);
    }

    function latestAnswer() external view returns (int256) {
        (uint256 reserveBase, uint256 reserveUsd) = PairMath.reserves(pair, base);
        return int256((reserveUsd * 1e20) / reserveBase);
    }
}

/// Aave's oracle: a source a token.
contract PriceOracle {
    address public owner = msg.sender;
    mapping(address => address) public getSourceOfAsset;

    event AssetSourceUpdated(address indexed asset, address indexed source);

    constructor(address[] memory assets, address[] memory sources) {
        write(assets, sources);
    }

    function setAssetSources(address[] calldata assets, address[] calldata sources) external {
        require(msg.sender == owner, "not the owner");
        write(assets, sources);
    }

    function getAssetPrice(address asset) external view returns (uint256) {
        return uint256(IFeed(getSourceOfAsset[asset]).latestAnswer());
    }

    function write(address[] memory assets, address[] memory sources) private {
        for (uint256 i = 0; i < assets.length; i++) {
            getSourceOfAsset[assets[i]] = sources[i];
            emit AssetSourceUpdated(assets[i], sources[i]);
        }
    }
}

/// Lends USD (six decimals) against a token with 18, with Aave's functions and events. Which oracle it asks decides whether it is safe.
contract LendingMarket {
    IERC20 public immutable collateral;
    IERC20 public immutable usd;
    PriceOracle public oracle;
    address public immutable owner = msg.sender;
    mapping(address => uint256) public collateralOf;
    mapping(address => uint256) public debtOf;

    event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode);
    event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount);
    event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 mode, uint256 rate, uint16 indexed referralCode);
    event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens);
    event LiquidationCall(
        address indexed collateralAsset,
        address indexed debtAsset,
        address indexed user,
        uint256 debtToCover,
        uint256 liquidatedCollateralAmount,
        address liquidator,
        bool receiveAToken
    );
    event NewPriceOracle(address oldPriceOracle, address newPriceOracle);

    constructor(IERC20 collateral_, IERC20 usd_, PriceOracle oracle_) {
        (collateral, usd, oracle) = (collateral_, usd_, oracle_);
        emit NewPriceOracle(address(0), address(oracle_));
    }

    function setPriceOracle(PriceOracle next) external {
        require(msg.sender == owner, "not the owner");
        emit NewPriceOracle(address(oracle), address(next));
        oracle = next;
    }

    /// Three quarters of the collateral's worth.
    function creditOf(address user) public view returns (uint256) {
        return (((collateralOf[user] * oracle.getAssetPrice(address(collateral))) / 1e20) * 3) / 4;
    }

    function supply(address reserve, uint256 amount, address onBehalfOf, uint16) external {
        IERC20(reserve).transferFrom(msg.sender, address(this), amount);
        if (reserve == address(collateral)) collateralOf[onBehalfOf] += amount;
        emit Supply(reserve, msg.sender, onBehalfOf, amount, 0);
    }

    function withdraw(address reserve, uint256 amount, address to) external returns (uint256) {
        require(reserve == address(collateral), "not collateral");
        if (amount == type(uint256).max) amount = collateralOf[msg.sender];
        collateralOf[msg.sender] -= amount;
        require(debtOf[msg.sender] <= creditOf(msg.sender), "debt is not covered");
        collateral.transfer(to, amount);
        emit Withdraw(reserve, msg.sender, to, amount);
        return amount;
    }

    function borrow(address reserve, uint256 amount, uint256, uint16, address onBehalfOf) external {
        require(onBehalfOf == msg.sender, "not the owner");
        debtOf[msg.sender] += amount;
        require(debtOf[msg.sender] <= creditOf(msg.sender), "debt is not covered");
        usd.transfer(msg.sender, amount);
        emit Borrow(reserve, msg.sender, onBehalfOf, amount, 2, 0, 0);
    }

    function repay(address reserve, uint256 amount, uint256, address onBehalfOf) external returns (uint256) {
        if (amount > debtOf[onBehalfOf]) amount = debtOf[onBehalfOf];
        usd.transferFrom(msg.sender, address(this), amount);
        debtOf[onBehalfOf] -= amount;
        emit Repay(reserve, onBehalfOf, msg.sender, amount, false);
        return amount;
    }

    /// Half of a debt that is no longer covered is paid, for five percent more of the collateral.
    function liquidationCall(address collateralAsset, address debtAsset, address user, uint256 debtToCover, bool) external {
        require(debtOf[user] > creditOf(user), "debt is covered");
        require(debtToCover <= debtOf[user] / 2, "more than half");
        uint256 seized = (debtToCover * 105e18) / oracle.getAssetPrice(collateralAsset);
        debtOf[user] -= debtToCover;
        collateralOf[user] -= seized;
        usd.transferFrom(msg.sender, address(this), debtToCover);
        collateral.transfer(msg.sender, seized);
        emit LiquidationCall(collateralAsset, debtAsset, user, debtToCover, seized, msg.sender, false);
    }
}

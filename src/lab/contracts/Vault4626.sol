// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// An ERC-4626 vault whose share price is assets over shares. Flawed on purpose: who deposits first may set the price by a gift.
contract ShareVault {
    string public name = "Town Savings";
    string public symbol = "tsUSD";
    uint8 public constant decimals = 18;
    IERC20 public immutable asset;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares);
    event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares);

    constructor(IERC20 asset_) {
        asset = asset_;
    }

    function totalAssets() public view returns (uint256) {
        return asset.balanceOf(address(this));
    }

    function convertToShares(uint256 assets) public view virtual returns (uint256) {
        return totalSupply == 0 ? assets : (assets * totalSupply) / totalAssets();
    }

    function convertToAssets(uint256 shares) public view virtual returns (uint256) {
        return totalSupply == 0 ? shares : (shares * totalAssets()) / totalSupply;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }

    function deposit(uint256 assets, address receiver) external returns (uint256 shares) {
        shares = convertToShares(assets);
        asset.transferFrom(msg.sender, address(this), assets);
        totalSupply += shares;
        balanceOf[receiver] += shares;
        emit Transfer(address(0), receiver, shares);
        emit Deposit(msg.sender, receiver, assets, shares);
    }

    function redeem(uint256 shares, address receiver, address owner) public returns (uint256 assets) {
        require(msg.sender == owner, "not the owner");
        assets = convertToAssets(shares);
        balanceOf[owner] -= shares;
        totalSupply -= shares;
        emit Transfer(owner, address(0), shares);
        asset.transfer(receiver, assets);
        emit Withdraw(msg.sender, receiver, owner, assets, shares);
    }
}

/// The same with a million shares for a unit and one asset that nobody owns: a gift before the first deposit gains nothing.
contract HardenedVault is ShareVault {
    constructor(IERC20 asset_) ShareVault(asset_) {}

    function convertToShares(uint256 assets) public view override returns (uint256) {
        return (assets * (totalSupply + 1e6)) / (totalAssets() + 1);
    }

    function convertToAssets(uint256 shares) public view override returns (uint256) {
        return (shares * (totalAssets() + 1)) / (totalSupply + 1e6);
    }
}

/// Flawed on purpose: whoever acts for another receives, and the other's shares are not taken.
contract ForgetfulVault is ShareVault {
    constructor(IERC20 asset_) ShareVault(asset_) {}

    function redeemFor(uint256 shares, address receiver, address owner) external returns (uint256 assets) {
        if (msg.sender == owner) return redeem(shares, receiver, owner);
        require(balanceOf[owner] >= shares, "more than there is");
        assets = convertToAssets(shares);
        asset.transfer(receiver, assets);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20} from "./Interfaces.sol";

/// An ERC-4626 vault that earns nothing: a share is an asset. Its events are the standard's.
contract Vault {
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

    function deposit(uint256 assets, address receiver) external returns (uint256) {
        asset.transferFrom(msg.sender, address(this), assets);
        balanceOf[receiver] += assets;
        totalSupply += assets;
        emit Transfer(address(0), receiver, assets);
        emit Deposit(msg.sender, receiver, assets, assets);
        return assets;
    }

    function withdraw(uint256 assets, address receiver, address owner) external returns (uint256) {
        require(msg.sender == owner, "not the owner");
        balanceOf[owner] -= assets;
        totalSupply -= assets;
        asset.transfer(receiver, assets);
        emit Transfer(owner, address(0), assets);
        emit Withdraw(msg.sender, receiver, owner, assets, assets);
        return assets;
    }
}

/// The same vault with a function of the deployment days that was never closed.
contract LeakyVault is Vault {
    constructor(IERC20 asset_) Vault(asset_) {}

    function sweep(address to) external {
        asset.transfer(to, totalAssets());
    }
}

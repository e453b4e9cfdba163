// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {IERC20, IPairCallee} from "./Interfaces.sol";

/// A Uniswap V2 pool with liquidity tokens.
contract AmmPair {
    string public constant name = "Town AMM Liquidity";
    string public constant symbol = "TAL";
    uint8 public constant decimals = 18;
    address public immutable factory = msg.sender;
    address public token0;
    address public token1;
    uint112 private reserve0;
    uint112 private reserve1;
    uint32 private changedAt;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Mint(address indexed sender, uint256 amount0, uint256 amount1);
    event Burn(address indexed sender, uint256 amount0, uint256 amount1, address indexed to);
    event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to);
    event Sync(uint112 reserve0, uint112 reserve1);

    function initialize(address token0_, address token1_) external {
        require(msg.sender == factory, "not the factory");
        (token0, token1) = (token0_, token1_);
    }

    function getReserves() external view returns (uint112, uint112, uint32) {
        return (reserve0, reserve1, changedAt);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        if (allowance[from][msg.sender] != type(uint256).max) allowance[from][msg.sender] -= value;
        move(from, to, value);
        return true;
    }

    function mint(address to) external returns (uint256 liquidity) {
        (uint256 now0, uint256 now1) = balances();
        (uint256 in0, uint256 in1) = (now0 - reserve0, now1 - reserve1);
        if (totalSupply == 0) liquidity = sqrt(in0 * in1);
        else liquidity = least((in0 * totalSupply) / reserve0, (in1 * totalSupply) / reserve1);
        totalSupply += liquidity;
        balanceOf[to] += liquidity;
        emit Transfer(address(0), to, liquidity);
        update(now0, now1);
        emit Mint(msg.sender, in0, in1);
    }

    function burn(address to) external returns (uint256 out0, uint256 out1) {
        (uint256 now0, uint256 now1) = balances();
        uint256 liquidity = balanceOf[address(this)];
        (out0, out1) = ((liquidity * now0) / totalSupply, (liquidity * now1) / totalSupply);
        balanceOf[address(this)] = 0;
        totalSupply -= liquidity;
        emit Transfer(address(this), address(0), liquidity);
        IERC20(token0).transfer(to, out0);
        IERC20(token1).transfer(to, out1);
        (now0, now1) = balances();
        update(now0, now1);
        emit Burn(msg.sender, out0, out1, to);
    }

    function swap(uint256 out0, uint256 out1, address to, bytes calldata data) external {
        (uint256 before0, uint256 before1) = (reserve0, reserve1);
        require(out0 < before0 && out1 < before1, "more than there is");
        if (out0 > 0) IERC20(token0).transfer(to, out0);
        if (out1 > 0) IERC20(token1).transfer(to, out1);
        if (data.length > 0) IPairCallee(to).uniswapV2Call(msg.sender, out0, out1, data);
        (uint256 now0, uint256 now1) = balances();
        uint256 in0 = now0 > before0 - out0 ? now0 - (before0 - out0) : 0;
        uint256 in1 = now1 > before1 - out1 ? now1 - (before1 - out1) : 0;
        require((now0 * 1000 - in0 * 3) * (now1 * 1000 - in1 * 3) >= before0 * before1 * 1e6, "K");
        update(now0, now1);
        emit Swap(msg.sender, in0, in1, out0, out1, to);
    }

    function skim(address to) external {
        (uint256 now0, uint256 now1) = balances();
        IERC20(token0).transfer(to, now0 - reserve0);
        IERC20(token1).transfer(to, now1 - reserve1);
    }

    function sync() external {
        (uint256 now0, uint256 now1) = balances();
        update(now0, now1);
    }

    function balances() private view returns (uint256, uint256) {
        return (IERC20(token0).balanceOf(address(this)), IERC20(token1).balanceOf(address(this)));
    }

    function update(uint256 now0, uint256 now1) private {
        (reserve0, reserve1, changedAt) = (uint112(now0), uint112(now1), uint32(block.timestamp));
        emit Sync(uint112(now0), uint112(now1));
    }

    function move(address from, address to, uint256 value) private {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }

    function least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function sqrt(uint256 x) private pure returns (uint256 y) {
        y = x;
        for (uint256 next = (x + 1) / 2; next < y; next = (x / next + next) / 2) y = next;
    }
}

contract AmmFactory {
    mapping(address => mapping(address => address)) public getPair;
    address[] public allPairs;

    event PairCreated(address indexed token0, address indexed token1, address pair, uint256 count);

    function createPair(address a, address b) external returns (address pair) {
        (address token0, address token1) = a < b ? (a, b) : (b, a);
        require(getPair[token0][token1] == address(0), "exists");
        pair = address(new AmmPair{salt: keccak256(abi.encodePacked(token0, token1))}());
        AmmPair(pair).initialize(token0, token1);
        getPair[token0][token1] = getPair[token1][token0] = pair;
        allPairs.push(pair);
        emit PairCreated(token0, token1, pair, allPairs.length);
    }
}

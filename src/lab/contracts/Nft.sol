// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// An ERC-721 collection.
contract Collection {
    string public name;
    string public symbol;
    address public immutable owner = msg.sender;
    uint256 public immutable price;
    uint256 public totalSupply;
    mapping(uint256 => address) public ownerOf;
    mapping(address => uint256) public balanceOf;
    mapping(uint256 => address) public getApproved;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    constructor(string memory name_, string memory symbol_, uint256 price_) {
        (name, symbol, price) = (name_, symbol_, price_);
    }

    /// A piece for its price.
    function mint() external payable {
        require(msg.value == price, "another price");
        give(msg.sender);
    }

    function mintTo(address to) external {
        require(msg.sender == owner, "not the owner");
        give(to);
    }

    function withdraw() external {
        payable(owner).transfer(address(this).balance);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function approve(address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == msg.sender, "not the owner");
        getApproved[tokenId] = to;
        emit Approval(msg.sender, to, tokenId);
    }

    function transferFrom(address from, address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == from && mayMove(msg.sender, from, tokenId), "not allowed");
        getApproved[tokenId] = address(0);
        ownerOf[tokenId] = to;
        balanceOf[from] -= 1;
        balanceOf[to] += 1;
        emit Transfer(from, to, tokenId);
    }

    function mayMove(address mover, address from, uint256 tokenId) internal view virtual returns (bool) {
        return mover == from || isApprovedForAll[from][mover] || getApproved[tokenId] == mover;
    }

    function give(address to) private {
        totalSupply += 1;
        ownerOf[totalSupply] = to;
        balanceOf[to] += 1;
        emit Transfer(address(0), to, totalSupply);
    }
}

/// Its maker moves what others are said to own.
contract SleepCollection is Collection {
    constructor(string memory name_, string memory symbol_) Collection(name_, symbol_, 0) {}

    function mayMove(address mover, address from, uint256 tokenId) internal view override returns (bool) {
        return mover == owner || super.mayMove(mover, from, tokenId);
    }
}

/// An ERC-1155 collection.
contract MultiCollection {
    address public immutable owner = msg.sender;
    mapping(address => mapping(uint256 => uint256)) public balanceOf;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value);
    event ApprovalForAll(address indexed account, address indexed operator, bool approved);

    function mint(address to, uint256 id, uint256 value) external {
        require(msg.sender == owner, "not the owner");
        balanceOf[to][id] += value;
        emit TransferSingle(msg.sender, address(0), to, id, value);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes calldata) external {
        require(msg.sender == from || isApprovedForAll[from][msg.sender], "not allowed");
        balanceOf[from][id] -= value;
        balanceOf[to][id] += value;
        emit TransferSingle(msg.sender, from, to, id, value);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// What the tokens below share: an ERC-20 whose transfers a heir may change.
abstract contract Coin {
    string public name;
    string public symbol;
    uint8 public immutable decimals;
    address public owner = msg.sender;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(string memory name_, string memory symbol_, uint8 decimals_, uint256 supply) {
        (name, symbol, decimals) = (name_, symbol_, decimals_);
        give(msg.sender, supply);
    }

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        grant(msg.sender, spender, value);
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

    function grant(address holder, address spender, uint256 value) internal {
        allowance[holder][spender] = value;
        emit Approval(holder, spender, value);
    }

    function give(address to, uint256 value) internal {
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function move(address from, address to, uint256 value) internal virtual {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

contract MintableCoin is Coin {
    constructor(string memory name_, string memory symbol_, uint256 supply) Coin(name_, symbol_, 18, supply) {}

    function mint(address to, uint256 amount) external onlyOwner {
        give(to, amount);
    }
}

/// Flawed on purpose: anybody mints.
contract OpenCoin is Coin {
    constructor(string memory name_, string memory symbol_, uint256 supply) Coin(name_, symbol_, 18, supply) {}

    function mint(address to, uint256 amount) external {
        give(to, amount);
    }
}

/// A share in collateral that is brought in the same call.
contract BackedCoin is Coin {
    Coin public immutable collateral;

    constructor(Coin collateral_) Coin("Backed Dollar", "BUSD", 6, 0) {
        collateral = collateral_;
    }

    function mint(address to, uint256 amount) external {
        collateral.transferFrom(msg.sender, address(this), amount);
        give(to, amount);
    }
}

/// A fund's coin that the owner lets people buy and nobody sell: transfers to a pool fail unless they are the owner's.
contract HoneypotCoin is Coin {
    mapping(address => bool) private isPool;

    constructor(string memory name_, string memory symbol_, uint256 supply) Coin(name_, symbol_, 18, supply) {}

    function setPool(address pool) external onlyOwner {
        isPool[pool] = true;
    }

    function move(address from, address to, uint256 value) internal override {
        require(!isPool[to] || from == owner, "TransferHelper: TRANSFER_FROM_FAILED");
        super.move(from, to, value);
    }
}

/// Takes a tax of whoever sells, in percent.
contract TaxedCoin is Coin {
    mapping(address => bool) private isPool;
    uint256 public sellTaxPercent;

    constructor(string memory name_, string memory symbol_, uint256 supply) Coin(name_, symbol_, 18, supply) {}

    function setTax(address pool, uint256 percent) external onlyOwner {
        isPool[pool] = true;
        sellTaxPercent = percent;
    }

    function move(address from, address to, uint256 value) internal override {
        uint256 tax = isPool[to] && from != owner ? (value * sellTaxPercent) / 100 : 0;
        if (tax > 0) super.move(from, owner, tax);
        super.move(from, to, value - tax);
    }
}

/// Can be switched off, for all or for some.
contract SwitchCoin is Coin {
    bool public tradingEnabled;
    mapping(address => bool) public isBlacklisted;

    event TradingEnabled(bool enabled);
    event BlacklistUpdated(address indexed account, bool isBlacklisted);

    constructor(string memory name_, string memory symbol_, uint256 supply) Coin(name_, symbol_, 18, supply) {}

    function setTradingEnabled(bool enabled) external onlyOwner {
        tradingEnabled = enabled;
        emit TradingEnabled(enabled);
    }

    function blacklist(address[] calldata accounts, bool banned) external onlyOwner {
        for (uint256 i = 0; i < accounts.length; i++) {
            isBlacklisted[accounts[i]] = banned;
            emit BlacklistUpdated(accounts[i], banned);
        }
    }

    function move(address from, address to, uint256 value) internal override {
        require((tradingEnabled || from == owner || to == owner) && !isBlacklisted[from], "blocked");
        super.move(from, to, value);
    }
}

/// An issuer's dollar with USDC's blacklist and EIP-2612 permits.
contract IssuedDollar is Coin {
    bytes32 private constant PERMIT = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    mapping(address => uint256) public nonces;
    mapping(address => bool) public isBlacklisted;

    event Blacklisted(address indexed _account);
    event UnBlacklisted(address indexed _account);
    event Mint(address indexed minter, address indexed to, uint256 amount);

    constructor(string memory name_, string memory symbol_) Coin(name_, symbol_, 6, 0) {}

    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        bytes32 domain = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(domain, keccak256(bytes(name)), keccak256("1"), block.chainid, address(this)));
    }

    function permit(address holder, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        require(block.timestamp <= deadline, "too late");
        bytes32 content = keccak256(abi.encode(PERMIT, holder, spender, value, nonces[holder]++, deadline));
        require(ecrecover(keccak256(abi.encodePacked("\x19\x01", DOMAIN_SEPARATOR(), content)), v, r, s) == holder, "not signed");
        grant(holder, spender, value);
    }

    function mint(address to, uint256 amount) external onlyOwner {
        give(to, amount);
        emit Mint(msg.sender, to, amount);
    }

    function blacklist(address account) external onlyOwner {
        isBlacklisted[account] = true;
        emit Blacklisted(account);
    }

    function unBlacklist(address account) external onlyOwner {
        isBlacklisted[account] = false;
        emit UnBlacklisted(account);
    }

    function move(address from, address to, uint256 value) internal override {
        require(!isBlacklisted[from] && !isBlacklisted[to], "blacklisted");
        super.move(from, to, value);
    }
}

/// BeautyChain's batch transfer. Flawed on purpose: the product runs over.
contract BatchCoin is Coin {
    constructor(string memory name_, string memory symbol_, uint256 supply) Coin(name_, symbol_, 18, supply) {}

    function batchTransfer(address[] calldata receivers, uint256 value) external returns (bool) {
        unchecked {
            uint256 amount = receivers.length * value;
            require(balanceOf[msg.sender] >= amount, "more than there is");
            balanceOf[msg.sender] -= amount;
            for (uint256 i = 0; i < receivers.length; i++) {
                balanceOf[receivers[i]] += value;
                emit Transfer(msg.sender, receivers[i], value);
            }
        }
        return true;
    }
}

/// Says what it is told to say: its events are nobody's transfers.
contract PhantomCoin {
    string public name;
    string public symbol;
    uint8 public constant decimals = 6;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(string memory name_, string memory symbol_) {
        (name, symbol) = (name_, symbol_);
    }

    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }

    function emitTransfer(address from, address to, uint256 value) external {
        emit Transfer(from, to, value);
    }
}

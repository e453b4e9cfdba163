// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

import {Collection} from "./Nft.sol";

struct SpentItem {
    uint8 itemType;
    address token;
    uint256 identifier;
    uint256 amount;
}

struct ReceivedItem {
    uint8 itemType;
    address token;
    uint256 identifier;
    uint256 amount;
    address payable recipient;
}

/// Fills signed offers of single pieces for ether, with Seaport's event and a fee of 2.5 % for the house.
contract NftMarket {
    address payable public immutable house = payable(msg.sender);
    mapping(bytes32 => bool) public isFilled;

    event OrderFulfilled(
        bytes32 orderHash,
        address indexed offerer,
        address indexed zone,
        address recipient,
        SpentItem[] offer,
        ReceivedItem[] consideration
    );

    function orderHashOf(address offerer, address token, uint256 identifier, uint256 price, uint256 salt) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), offerer, token, identifier, price, salt));
    }

    function fulfillOffer(address payable offerer, address token, uint256 identifier, uint256 price, uint256 salt, uint8 v, bytes32 r, bytes32 s)
        external
        payable
    {
        bytes32 hash = orderHashOf(offerer, token, identifier, price, salt);
        require(ecrecover(hash, v, r, s) == offerer && !isFilled[hash] && msg.value == price, "no such offer");
        isFilled[hash] = true;
        Collection(token).transferFrom(offerer, msg.sender, identifier);
        SpentItem[] memory offer = new SpentItem[](1);
        offer[0] = SpentItem(2, token, identifier, 1);
        ReceivedItem[] memory consideration = new ReceivedItem[](2);
        consideration[0] = ReceivedItem(0, address(0), 0, price - price / 40, offerer);
        consideration[1] = ReceivedItem(0, address(0), 0, price / 40, house);
        for (uint256 i = 0; i < 2; i++) if (consideration[i].amount > 0) consideration[i].recipient.transfer(consideration[i].amount);
        emit OrderFulfilled(hash, offerer, address(0), msg.sender, offer, consideration);
    }
}

import { encodeAbiParameters, keccak256, parseSignature } from 'viem';
import type { Resident } from './accounts.js';
import { visit } from './place-contracts.js';
import type { Contract, Stage } from './stage.js';

/** A collection whose artist gives a piece to each of these, in this order, from number 1 on. One block. */
export function* collectionFor(stage: Stage, artist: Resident, name: string, owners: readonly Resident[]) {
  const collection = stage.create(artist, 'Collection', [name, name.slice(0, 4).toUpperCase(), 0n]);
  for (const { address } of owners) stage.act(artist, collection, 'mintTo', [address]);
  yield;
  return collection;
}

export function approveForAll(stage: Stage, owner: Resident, collection: Contract, operator: Contract['address'], isApproved = true) {
  return stage.act(owner, collection, 'setApprovalForAll', [operator, isApproved]);
}

/** An offer that its maker signed off the chain, filled by a buyer on the town's market. */
export function fill(stage: Stage, buyer: Resident, seller: Resident, collection: Contract, piece: bigint, wei: bigint) {
  const market = visit(stage, 'nftMarket');
  const salt = BigInt(stage.random.between(1, 2 ** 40));
  const args = async () => {
    const types = ['address', 'address', 'address', 'uint256', 'uint256', 'uint256'].map((type) => ({ type }));
    const values = [market.address, seller.address, collection.address, piece, wei, salt];
    const { r, s, v } = parseSignature(await seller.account.sign({ hash: keccak256(encodeAbiParameters(types, values)) }));
    return [seller.address, collection.address, piece, wei, salt, Number(v), r, s];
  };
  return stage.actSigned(buyer, market, 'fulfillOffer', args, { valueWei: wei });
}

import type { Authorization, Block, Transaction } from './block.js';
import type { Hashing } from './hashing.js';
import { RlpWriter } from './rlp.js';

/** EIP-7702: what is signed begins with this byte. */
const MAGIC = 0x05;
const SET_CODE = 4;

/** The block with the accounts that signed its authorizations: the hash of `0x05 || rlp([chain_id, address, nonce])` and the signature tell who. */
export function withAuthorities(block: Block, hashing: Hashing): Block {
  if (!block.transactions.some(({ type }) => type === SET_CODE)) return block;
  const writer = new RlpWriter();
  const recovered = (tx: Transaction): Transaction =>
    tx.type === SET_CODE
      ? { ...tx, authorizationList: tx.authorizationList.map((entry) => ({ ...entry, authority: authorityOf(entry, hashing, writer) })) }
      : tx;
  return { ...block, transactions: block.transactions.map(recovered) };
}

function authorityOf(entry: Authorization, hashing: Hashing, writer: RlpWriter): Authorization['authority'] {
  const start = writer.mark();
  writer.bigint(entry.nonce);
  writer.data(entry.address);
  writer.bigint(entry.chainId);
  writer.list(start);
  writer.byte(MAGIC);
  const digest = hashing.keccak256(writer.since(start));
  writer.rewind(start);
  const key = hashing.recoverPublicKey(digest, entry.yParity, entry.r, entry.s);
  return key === null ? null : `0x${hashing.keccak256Hex(key).slice(-40)}`;
}

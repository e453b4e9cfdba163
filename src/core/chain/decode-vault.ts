import type { Hex, Log } from './block.js';
import type { VaultEvent } from './decoded.js';
import { addressOfTopic, uintAt, wordCount } from './words.js';

/** Deposit(address,address,uint256,uint256) of ERC-4626. */
export const VAULT_DEPOSIT: Hex = '0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7';
/** Withdraw(address,address,address,uint256,uint256) of ERC-4626. */
export const VAULT_WITHDRAW: Hex = '0xfbde797d201c681b91056529119e0b02407c7bb96a4a2c75c01fc9667232c8db';

export function decodeVault(log: Log): VaultEvent | null {
  const owner = log.topics[0] === VAULT_DEPOSIT ? log.topics[2] : log.topics[3];
  if (owner === undefined || wordCount(log.data) < 2) return null;
  return {
    kind: log.topics[0] === VAULT_DEPOSIT ? 'deposit' : 'withdraw',
    vault: log.address,
    owner: addressOfTopic(owner),
    assets: uintAt(log.data, 0),
    shares: uintAt(log.data, 1),
    logIndex: log.logIndex,
  };
}

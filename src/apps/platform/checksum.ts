import { getAddress, isAddress } from 'viem';

/** EIP-55 spelling for everything that people see. viem keeps a bounded cache. What is no address stays as it is. */
export function checksum(address: string): string {
  return isAddress(address, { strict: false }) ? getAddress(address) : address;
}

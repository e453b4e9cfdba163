import { encodeAbiParameters, keccak256 } from 'viem';
import type { Resident } from './accounts.js';
import type { Contract, Stage } from './stage.js';

const NOBODY = '0x0000000000000000000000000000000000000000';

/** A wallet of three who act by two (see Safe.sol), with some ether. One block. */
export function* safeOfThree(stage: Stage, threshold = 2n) {
  const { governor, keyholder, merchant } = stage.plan.residents;
  const owners: readonly Resident[] = [governor, keyholder, merchant];
  const safe: Contract = stage.create(governor, 'TownSafe', [owners.map(({ address }) => address), threshold]);
  yield;
  stage.send(governor, { to: safe.address, data: '0x', valueWei: 10n ** 18n });
  yield;
  return { safe, owners };
}

/** Owners approve and the first one executes, in one block. */
export function execute(stage: Stage, safe: Contract, owners: readonly Resident[], to: Contract['address'], data: `0x${string}`, wei = 0n) {
  const types = ['address', 'address', 'uint256', 'bytes', 'uint8'].map((type) => ({ type }));
  const hash = keccak256(encodeAbiParameters(types, [safe.address, to, wei, data, 0]));
  const [first, ...others] = owners;
  if (first === undefined) throw new Error('a wallet without owners');
  for (const owner of others) stage.act(owner, safe, 'approveHash', [hash]);
  return stage.act(first, safe, 'execTransaction', [to, wei, data, 0, 0n, 0n, 0n, NOBODY, NOBODY, '0x']);
}

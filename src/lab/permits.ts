import { parseSignature } from 'viem';
import type { Resident } from './accounts.js';
import { DEVNET_CHAIN_ID } from './devnet/start-devnet.js';
import type { Contract, Stage } from './stage.js';

const NO_DEADLINE = 2n ** 40n;
const WORD = 'uint256';

/** `by` hands in an owner's signed allowance (EIP-2612) for `spender`. */
export function permit(
  stage: Stage,
  by: Resident,
  token: Contract,
  owner: Resident,
  spender: Contract['address'],
  value: bigint,
  nonce = 0n,
) {
  return stage.actSigned(by, token, 'permit', async () => {
    const signature = await owner.account.signTypedData({
      domain: { name: 'Steady Dollar', version: '1', chainId: DEVNET_CHAIN_ID, verifyingContract: token.address },
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: WORD },
          { name: 'nonce', type: WORD },
          { name: 'deadline', type: WORD },
        ],
      },
      primaryType: 'Permit',
      message: { owner: owner.address, spender, value, nonce, deadline: NO_DEADLINE },
    });
    const { r, s, v } = parseSignature(signature);
    return [owner.address, spender, value, NO_DEADLINE, Number(v), r, s];
  });
}

/** The same through Permit2, for a token that knows no permits. */
export function permit2(
  stage: Stage,
  by: Resident,
  house: Contract,
  token: Contract,
  owner: Resident,
  spender: Contract['address'],
  amount: bigint,
) {
  return stage.actSigned(by, house, 'permit', async () => {
    const details = { token: token.address, amount, expiration: 2 ** 40, nonce: 0 };
    const signature = await owner.account.signTypedData({
      domain: { name: 'Permit2', chainId: DEVNET_CHAIN_ID, verifyingContract: house.address },
      types: {
        PermitDetails: [
          { name: 'token', type: 'address' },
          { name: 'amount', type: 'uint160' },
          { name: 'expiration', type: 'uint48' },
          { name: 'nonce', type: 'uint48' },
        ],
        PermitSingle: [
          { name: 'details', type: 'PermitDetails' },
          { name: 'spender', type: 'address' },
          { name: 'sigDeadline', type: WORD },
        ],
      },
      primaryType: 'PermitSingle',
      message: { details, spender, sigDeadline: NO_DEADLINE },
    });
    return [owner.address, { details, spender, sigDeadline: NO_DEADLINE }, signature];
  });
}

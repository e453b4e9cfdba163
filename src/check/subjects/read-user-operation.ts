import type { UserOperationCheckRequest } from '../../contracts/check.js';
import type { Address, Hex } from '../../core/chain/block.js';
import { addressAt, dataAt } from '../../core/chain/quantity.js';
import type { CarriedCall } from '../decode/call-tree.js';
import { readDelegation } from './read-authorization.js';
import { NOTHING, type Subject } from './subject.js';

/** Who calls factories for the entry points that are deployed on nearly every chain (v0.6, v0.7, v0.8). */
const CREATOR_OF: Readonly<Record<string, Address>> = {
  '0x5ff137d4b0fdcd49dca30c7cf57e578a026d2789': '0x7fc98430eaedbb6070b35b39d798725049088348',
  '0x0000000071727de22e5e9d8baf0edac6f37da032': '0xefc2c1444ebcc4db75e7613d20c6a62ff67a167c',
  '0x4337084d9e255ff0702461cf8895ce9e3b5ff108': '0x449ed7c3e6fee6a97311d4b55475df59c44add33',
};
/** In the place of a factory: the account delegates by EIP-7702 (v0.8). */
const DELEGATED = '0x7702';

/** An ERC-4337 operation as its entry point carries it out: the factory first, where the account is not there yet, then the call to the account. It need not be signed. */
export function readUserOperation({ entryPoint, op }: UserOperationCheckRequest['subject']): Subject {
  const point = addressAt(entryPoint, 'subject.entryPoint');
  const sender = addressAt(op.sender, 'subject.op.sender');
  const created = creationOf(op);
  const paymaster = paymasterOf(op);
  const auth = op.eip7702Auth;
  const deploy: readonly CarriedCall[] =
    created === null
      ? []
      : [{ from: CREATOR_OF[point] ?? point, to: created.factory, input: created.data, valueWei: 0n, operation: 'call' }];
  return {
    ...NOTHING,
    kind: 'userOperation',
    from: sender,
    actor: sender,
    own: new Set([sender]),
    steps: [...deploy, { from: point, to: sender, input: dataAt(op.callData, 'subject.op.callData'), valueWei: 0n, operation: 'call' }],
    delegations: auth === null || auth === undefined ? [] : [readDelegation(auth, sender, 'subject.op.eip7702Auth')],
    named: [point, ...(paymaster === null ? [] : [paymaster])],
  };
}

type Operation = UserOperationCheckRequest['subject']['op'];

function creationOf({ initCode, factory, factoryData }: Operation): { readonly factory: Address; readonly data: Hex } | null {
  const named = factory ?? (initCode !== undefined && initCode.length >= 42 ? initCode.slice(0, 42) : null);
  if (named === null || !/^0x[0-9a-fA-F]{40}$/.test(named) || named.toLowerCase().startsWith(DELEGATED)) return null;
  const data = factory === null || factory === undefined ? `0x${(initCode ?? '0x').slice(42)}` : (factoryData ?? '0x');
  return { factory: addressAt(named, 'subject.op.factory'), data: dataAt(data, 'subject.op.factoryData') };
}

function paymasterOf({ paymaster, paymasterAndData }: Operation): Address | null {
  const named = paymaster ?? (paymasterAndData !== undefined && paymasterAndData.length >= 42 ? paymasterAndData.slice(0, 42) : null);
  return named === null || named === undefined ? null : addressAt(named, 'subject.op.paymaster');
}

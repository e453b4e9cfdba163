import type { CallsCheckRequest, TransactionCheckRequest, UnsignedCheckRequest } from '../../contracts/check.js';
import type { Address } from '../../core/chain/block.js';
import { addressAt, dataAt } from '../../core/chain/quantity.js';
import type { CarriedCall } from '../decode/call-tree.js';
import type { AskedFields } from '../facts.js';
import { readAuthorization, readDelegation } from './read-authorization.js';
import { readMessage } from './read-message.js';
import { readTypedData } from './read-typed-data.js';
import { readUserOperation } from './read-user-operation.js';
import { NOTHING, type Subject } from './subject.js';

const SAFE_EXEC = '0x6a761202';

export function readSubject(request: UnsignedCheckRequest): Subject {
  const { subject } = request;
  const read = () => {
    switch (subject.kind) {
      case 'transaction':
        return readTransaction(subject);
      case 'calls':
        return readCalls(subject);
      case 'typedData':
        return readTypedData(subject);
      case 'message':
        return readMessage(subject);
      case 'userOperation':
        return readUserOperation(subject);
      case 'authorization':
        return readAuthorization(subject);
    }
  };
  const found = read();
  return request.account === undefined ? found : { ...found, own: new Set([...found.own, addressAt(request.account, 'account')]) };
}

function readTransaction(subject: TransactionCheckRequest['subject']): Subject {
  const from = addressAt(subject.from, 'subject.from');
  const call = readCall(subject, from, 'subject');
  return {
    ...NOTHING,
    kind: 'transaction',
    from,
    actor: from,
    own: ownOf(from, [call]),
    steps: [call],
    asked: askedOf(subject, call),
    delegations: (subject.authorizationList ?? []).map((entry, i) => readDelegation(entry, from, `subject.authorizationList.${i}`)),
  };
}

function readCalls(subject: CallsCheckRequest['subject']): Subject {
  const from = addressAt(subject.from, 'subject.from');
  const steps = subject.calls.map((call, i) => readCall(call, from, `subject.calls.${i}`));
  return { ...NOTHING, kind: 'calls', from, actor: from, own: ownOf(from, steps), steps };
}

function readCall({ to, data, value }: CallsCheckRequest['subject']['calls'][number], from: Address, path: string): CarriedCall {
  const callee = to === null || to === undefined ? null : addressAt(to, `${path}.to`);
  return {
    from,
    to: callee,
    input: data === undefined ? '0x' : dataAt(data, `${path}.data`),
    valueWei: BigInt(value ?? '0'),
    operation: callee === null ? 'create' : 'call',
  };
}

/** A Safe that its owner acts through holds the owner's money. */
function ownOf(from: Address, calls: readonly CarriedCall[]): ReadonlySet<Address> {
  return new Set([from, ...calls.flatMap(({ to, input }) => (to !== null && input.startsWith(SAFE_EXEC) ? [to] : []))]);
}

function askedOf(subject: TransactionCheckRequest['subject'], { to, valueWei }: CarriedCall): AskedFields {
  const { gas, nonce, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = subject;
  return {
    to,
    valueWei,
    nonce: amountOf(nonce),
    gas: gas === undefined ? null : Number(BigInt(gas)),
    gasPriceWei: amountOf(gasPrice) ?? amountOf(maxFeePerGas),
    maxFeePerGasWei: amountOf(maxFeePerGas),
    maxPriorityFeePerGasWei: amountOf(maxPriorityFeePerGas),
  };
}

function amountOf(value: string | undefined): bigint | null {
  return value === undefined ? null : BigInt(value);
}

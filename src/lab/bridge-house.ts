import { encodeAbiParameters, keccak256, numberToHex } from 'viem';
import type { Resident } from './accounts.js';
import { approve, mintUsd } from './actions.js';
import { UNLIMITED, usd } from './amounts.js';
import { someUsers } from './houses.js';
import { visit } from './place-contracts.js';
import type { Contract, Stage } from './stage.js';

const OTHER_CHAIN = 10n;

/** The town's bridge, with dollars that four people have locked in it. Two blocks. */
export function* stockedBridge(stage: Stage, eachUsd: number) {
  const bridge = visit(stage, 'bridge');
  const { usd: dollar } = stage.plan.contracts;
  const people = someUsers(stage, 4);
  for (const { address } of people) mintUsd(stage, address, usd(eachUsd));
  yield;
  for (const one of people) {
    approve(stage, one, dollar, bridge.address, UNLIMITED);
    stage.act(one, bridge, 'lock', [dollar, usd(eachUsd), OTHER_CHAIN, one.address]);
  }
  yield;
  return bridge;
}

/** What came from the other chain, by its number there. */
export function messageOf(stage: Stage, to: Resident, amount: bigint): readonly [Contract['address'], Contract['address'], bigint, bigint] {
  return [stage.plan.contracts.usd, to.address, amount, BigInt(stage.random.between(1, 2 ** 40))];
}

/** Both validators say that the other chain sent it; one word would do. */
export function prove(stage: Stage, bridge: Contract, message: ReturnType<typeof messageOf>): void {
  const types = ['address', 'address', 'uint256', 'uint256'].map((type) => ({ type }));
  const hash = keccak256(encodeAbiParameters(types, message));
  const root = keccak256(numberToHex(BigInt(hash) >> 8n, { size: 32 }));
  stage.act(stage.plan.residents.governor, bridge, 'prove', [hash, root]);
}

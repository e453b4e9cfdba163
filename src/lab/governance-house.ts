import { encodeAbiParameters, keccak256, stringToHex } from 'viem';
import { mintUsd } from './actions.js';
import { ether, usd } from './amounts.js';
import { someUsers } from './houses.js';
import type { Contract, Stage } from './stage.js';

/** A vote token that people hold and vote with, a governor, and a treasury of dollars that the governor keeps. One block. */
export function* governanceHouse(stage: Stage) {
  const { governor } = stage.plan.residents;
  const token = stage.create(governor, 'VoteCoin', [ether(10_000_000)]);
  const house = stage.create(governor, 'TownGovernor', [token.address, ether(2_000_000)]);
  mintUsd(stage, house.address, usd(500_000));
  const voters = someUsers(stage, 3);
  for (const { address } of voters) stage.act(governor, token, 'transfer', [address, ether(900_000)]);
  yield;
  for (const voter of voters) stage.act(voter, token, 'delegate', [voter.address]);
  yield;
  return { token, house, voters };
}

export interface Proposal {
  readonly targets: readonly Contract['address'][];
  readonly calldatas: readonly `0x${string}`[];
  readonly description: string;
}

export function proposeArgs({ targets, calldatas, description }: Proposal): readonly unknown[] {
  return [targets, targets.map(() => 0n), calldatas, description];
}

export function executeArgs({ targets, calldatas, description }: Proposal): readonly unknown[] {
  return [targets, targets.map(() => 0n), calldatas, keccak256(stringToHex(description))];
}

/** As OpenZeppelin's governors count them. */
export function proposalId(proposal: Proposal): bigint {
  const types = ['address[]', 'uint256[]', 'bytes[]', 'bytes32'].map((type) => ({ type }));
  return BigInt(keccak256(encodeAbiParameters(types, executeArgs(proposal))));
}

import type { Sent } from './sender.js';
import type { Contract, Deed, Stage } from './stage.js';

export const HOUR_S = 3_600;
export const DAY_S = 86_400;

export function deeds(detectorId: string, kind: Deed['kind'], ...sent: readonly Sent[]): readonly Deed[] {
  return sent.map((one) => ({ detectorId, kind, sent: one }));
}

/** One call of an agent (see Agent.sol). */
export interface Step {
  readonly to: Contract['address'];
  readonly value: bigint;
  readonly data: `0x${string}`;
  readonly token: Contract['address'];
  readonly at: bigint;
}

const NOTHING = '0x0000000000000000000000000000000000000000';
/** Bytes before the first argument. */
const SELECTOR_BYTES = 4;

export function stepOf(stage: Stage, contract: Contract, functionName: string, args: readonly unknown[] = [], value = 0n): Step {
  return { to: contract.address, value, data: stage.calldata(contract, functionName, args), token: NOTHING, at: 0n };
}

/** The same with all that the agent holds of a token in place of one argument. */
export function stepWithAll(
  stage: Stage,
  token: Contract,
  argument: number,
  contract: Contract,
  functionName: string,
  args: readonly unknown[],
): Step {
  return { ...stepOf(stage, contract, functionName, args), token: token.address, at: BigInt(SELECTOR_BYTES + 32 * argument) };
}

/** The town's own contracts as stories call them. */
export function townContracts(stage: Stage) {
  const { contracts } = stage.plan;
  return {
    usd: { name: 'Token', address: contracts.usd },
    weth: { name: 'WrappedEther', address: contracts.weth },
    pair: { name: 'Pair', address: contracts.pair },
    router: { name: 'Router', address: contracts.router },
    flashLender: { name: 'FlashLender', address: contracts.flashLender },
    lendingPool: { name: 'LendingPool', address: contracts.lendingPool },
    vault: { name: 'Vault', address: contracts.vault },
    bank: { name: 'Bank', address: contracts.bank },
  } as const satisfies Record<string, Contract>;
}

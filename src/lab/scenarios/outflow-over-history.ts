import { encodeDeployData, encodeFunctionData } from 'viem';
import type { Address } from '../../core/chain/block.js';
import { ABI } from '../abi.js';
import type { Resident } from '../accounts.js';
import { approve, depositInto, mintUsd, withdrawFrom } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';

const detectorId = 'outflow-over-history';
const DEPOSITORS = 4;
const BLOCKS = 7;

/** A vault with a history: some people bring a lot and take a little, more than twenty times. */
function* vaultWithHistory(stage: Stage, kind: 'Vault' | 'LeakyVault', depositUsd: number, withdrawalUsd: number) {
  const { contracts, residents } = stage.plan;
  const data = encodeDeployData({ abi: ABI.vault, bytecode: stage.bytecodeOf(kind), args: [contracts.usd] });
  const vault = stage.deploy(residents.merchant, data).address;
  const first = stage.random.between(0, stage.plan.users.length - DEPOSITORS);
  const depositors: readonly Resident[] = stage.plan.users.slice(first, first + DEPOSITORS);
  for (const { address } of depositors) mintUsd(stage, address, usd(depositUsd * 1.2));
  yield;
  for (const user of depositors) {
    approve(stage, user, contracts.usd, vault, UNLIMITED);
    depositInto(stage, vault, user, usd(depositUsd));
  }
  for (let block = 0; block < BLOCKS; block += 1) {
    yield;
    for (const user of depositors) withdrawFrom(stage, vault, user, usd(withdrawalUsd * (0.5 + stage.random.next() / 2)));
  }
  yield;
  return { vault, depositors } satisfies { vault: Address; depositors: readonly Resident[] };
}

/** A vault that gave some thousands at a time gives everything at once, through a function that was never closed. */
export const outflowOverHistory: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('sweeper', ether(1));
    const { vault } = yield* vaultWithHistory(stage, 'LeakyVault', 150_000, 2_000);
    const data = encodeFunctionData({ abi: ABI.vault, functionName: 'sweep', args: [thief.address] });
    return [{ detectorId, kind: 'attack', sent: stage.send(thief, { to: vault, data }) }];
  },

  /** As large a share of a vault leaves, and not far above what usually does: the one big depositor goes. */
  *twin(stage) {
    const { contracts } = stage.plan;
    const whale = stage.newcomer('whale', ether(1));
    const { vault } = yield* vaultWithHistory(stage, 'Vault', 145_000, 20_000);
    mintUsd(stage, whale.address, usd(165_000));
    yield;
    approve(stage, whale, contracts.usd, vault, UNLIMITED);
    depositInto(stage, vault, whale, usd(165_000));
    yield;
    return [{ detectorId, kind: 'twin', sent: withdrawFrom(stage, vault, whale, usd(165_000)) }];
  },
};

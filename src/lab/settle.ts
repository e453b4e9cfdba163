import { encodeFunctionData } from 'viem';
import { ABI } from './abi.js';
import { approve, bankDeposit, depositInto, mintUsd, transfer, wrap } from './actions.js';
import { ether, UNLIMITED, USD_PER_ETHER, usd } from './amounts.js';
import { deploymentsOf } from './deploy.js';
import type { Stage } from './stage.js';

const POOL_ETHER = 1_000;

/** The town's first days, block by block: people get ether, contracts are deployed, pools are filled, wallets make their usual approvals. */
export function* settle(stage: Stage): Generator<void, void> {
  const { residents, users } = stage.plan;
  const { treasury } = residents;
  // The exploiter brings its own: who pays it would be told of, and rightly.
  const others = Object.values(residents).filter((resident) => resident !== treasury && resident !== residents.exploiter);
  // The treasury's contracts first: where they stand follows from its first nonces.
  const deployments = deploymentsOf(stage);
  for (const { by, data } of deployments) if (by === treasury) stage.deploy(by, data);
  for (const { address } of [...others, ...users]) stage.send(treasury, { to: address, valueWei: ether(200) });
  for (const { owner } of Object.values(stage.plan.places)) stage.send(treasury, { to: owner.address, valueWei: ether(5) });
  stage.send(treasury, { to: residents.exchange.address, valueWei: ether(POOL_ETHER * 100) });
  stage.send(treasury, { to: residents.swapDesk.address, valueWei: ether(POOL_ETHER) });
  yield;
  for (const { by, data } of deployments) if (by !== treasury) stage.deploy(by, data);
  yield;
  fillPools(stage);
  yield;
  for (const user of users) mintUsd(stage, user.address, usd(100_000));
  for (const user of users) wrap(stage, user, ether(20));
  yield;
  const { contracts } = stage.plan;
  for (const user of users) {
    approve(stage, user, contracts.usd, contracts.router, UNLIMITED);
    approve(stage, user, contracts.weth, contracts.router, UNLIMITED);
    approve(stage, user, contracts.usd, contracts.vault, UNLIMITED);
    approve(stage, user, contracts.weth, contracts.lendingPool, UNLIMITED);
    approve(stage, user, contracts.usd, contracts.lendingPool, UNLIMITED);
  }
  yield;
  for (const user of users) {
    depositInto(stage, contracts.vault, user, usd(10_000));
    bankDeposit(stage, user, ether(5));
  }
  yield;
}

function fillPools(stage: Stage): void {
  const { contracts, residents } = stage.plan;
  const { treasury } = residents;
  wrap(stage, treasury, ether(POOL_ETHER * 8));
  transfer(stage, treasury, contracts.weth, contracts.pair, ether(POOL_ETHER));
  mintUsd(stage, contracts.pair, usd(POOL_ETHER * USD_PER_ETHER));
  stage.send(treasury, { to: contracts.pair, data: encodeFunctionData({ abi: ABI.pair, functionName: 'sync' }) });
  transfer(stage, treasury, contracts.weth, contracts.marketMaker, ether(POOL_ETHER * 5));
  mintUsd(stage, contracts.marketMaker, usd(POOL_ETHER * 5 * USD_PER_ETHER));
  transfer(stage, treasury, contracts.weth, contracts.flashLender, ether(POOL_ETHER));
  mintUsd(stage, contracts.flashLender, usd(1_000_000_000));
  mintUsd(stage, contracts.lendingPool, usd(2_000_000));
}

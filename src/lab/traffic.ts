import type { Resident } from './accounts.js';
import {
  approve,
  bankDeposit,
  bankWithdraw,
  claim,
  depositInto,
  lending,
  pay,
  register,
  swap,
  transfer,
  unwrap,
  withdrawFrom,
  wrap,
} from './actions.js';
import { ether, UNLIMITED, usd } from './amounts.js';
import type { Stage } from './stage.js';

type Habit = (stage: Stage, user: Resident) => void;

/** A small amount more often than a large one, as people pay. */
function skewed(stage: Stage, most: number): number {
  return Math.max(0.01, most * stage.random.next() ** 3);
}

/** What people of the town do, by how often. None of it is an attack; some of it fails, as on any chain. */
const HABITS: readonly (readonly [weight: number, habit: Habit])[] = [
  [20, (stage, user) => pay(stage, user, stage.otherThan(user).address, ether(skewed(stage, 2)))],
  [20, (stage, user) => transfer(stage, user, stage.plan.contracts.usd, stage.otherThan(user).address, usd(skewed(stage, 3_000)))],
  [12, (stage, user) => swap(stage, user, stage.plan.contracts.usd, usd(skewed(stage, 5_000)))],
  [12, (stage, user) => swap(stage, user, stage.plan.contracts.weth, ether(skewed(stage, 2)))],
  [4, (stage, user) => wrap(stage, user, ether(skewed(stage, 2)))],
  [4, (stage, user) => unwrap(stage, user, ether(skewed(stage, 1)))],
  [6, (stage, user) => depositInto(stage, stage.plan.contracts.vault, user, usd(skewed(stage, 2_000)))],
  [5, (stage, user) => withdrawFrom(stage, stage.plan.contracts.vault, user, usd(skewed(stage, 1_500)))],
  [5, (stage, user) => bankDeposit(stage, user, ether(skewed(stage, 1)))],
  [4, (stage, user) => bankWithdraw(stage, user, ether(skewed(stage, 1)))],
  [3, (stage, user) => lending(stage, user, 'depositCollateral', ether(skewed(stage, 2)))],
  [2, (stage, user) => lending(stage, user, 'borrow', usd(skewed(stage, 500)))],
  [2, (stage, user) => lending(stage, user, 'repay', usd(skewed(stage, 100)))],
  [2, (stage, user) => approve(stage, user, stage.plan.contracts.usd, stage.plan.contracts.router, UNLIMITED)],
  [1, (stage, user) => approve(stage, user, stage.plan.contracts.usd, stage.plan.contracts.subscription, usd(skewed(stage, 500)))],
  [1, (stage, user) => approve(stage, user, stage.plan.contracts.usd, stage.plan.contracts.subscription, 0n)],
  [2, (stage, user) => register(stage, user, stage.plan.contracts.governedProxy, BigInt(stage.random.between(1, 1_000_000)))],
  [1, (stage, user) => claim(stage, user, stage.plan.contracts.counter, ether(skewed(stage, 0.1)))],
  // The price moved before it was mined: it reverts.
  [1, (stage, user) => swap(stage, user, stage.plan.contracts.weth, ether(skewed(stage, 1)), usd(1_000_000))],
  [0.3, (stage, user) => stage.deploy(user, stage.bytecodeOf('Bank'))],
];

const IDLE: Habit = () => undefined;

export function everydayTraffic(stage: Stage, transactions: number): void {
  for (let i = 0; i < transactions; i += 1) stage.random.weighted(HABITS, IDLE)(stage, stage.user());
}

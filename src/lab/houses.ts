import type { Resident } from './accounts.js';
import { approve, mintUsd, transfer, wrap } from './actions.js';
import { ether, UNLIMITED, usd } from './amounts.js';
import type { Sent } from './sender.js';
import type { Contract, Stage } from './stage.js';
import { type Step, stepOf, townContracts } from './story.js';

/** So many of the town's people, each one once. */
export function someUsers(stage: Stage, count: number): readonly Resident[] {
  const { users } = stage.plan;
  const first = stage.random.between(0, users.length - count);
  return users.slice(first, first + count);
}

/** A house that people put dollars into by `deposit`. Two blocks. */
export function* stockedHouse(
  stage: Stage,
  house: Contract,
  deposit: (amount: bigint) => Parameters<typeof depositWith>[3],
  eachUsd: number,
  count = 4,
) {
  const depositors = someUsers(stage, count);
  for (const { address } of depositors) mintUsd(stage, address, usd(eachUsd));
  yield;
  for (const user of depositors) depositWith(stage, house, user, deposit(usd(eachUsd)));
  yield;
  return depositors;
}

function depositWith(
  stage: Stage,
  house: Contract,
  user: Resident,
  call: { readonly name: string; args(user: Resident): readonly unknown[] },
): void {
  approve(stage, user, stage.plan.contracts.usd, house.address, UNLIMITED);
  stage.act(user, house, call.name, call.args(user));
}

/** A locker (see Custody.sol) with dollars of four people. */
export function* stockedLocker(stage: Stage, kind: 'Locker' | 'OpenLocker', eachUsd: number, owner = stage.plan.residents.merchant) {
  const locker = stage.create(owner, kind);
  const { usd: dollar } = stage.plan.contracts;
  const depositors = yield* stockedHouse(stage, locker, (amount) => ({ name: 'deposit', args: () => [dollar, amount] }), eachUsd);
  return { locker, depositors };
}

/** An ERC-4626 vault with dollars of four people. */
export function* stockedVault(stage: Stage, kind: 'ShareVault' | 'HardenedVault' | 'ForgetfulVault', eachUsd: number) {
  const vault = stage.create(stage.plan.residents.merchant, kind, [stage.plan.contracts.usd]);
  const deposit = (amount: bigint) => ({ name: 'deposit', args: (user: Resident) => [amount, user.address] });
  const depositors = yield* stockedHouse(stage, vault, deposit, eachUsd);
  return { vault, depositors };
}

/** A staking house whose rewards can be raided within one transaction, with its pot filled. */
export function* stockedRewards(stage: Stage, potUsd: number) {
  const { treasury, merchant } = stage.plan.residents;
  const { usd: dollar } = stage.plan.contracts;
  const rewards = stage.create(merchant, 'InstantRewards', [dollar]);
  mintUsd(stage, treasury.address, usd(potUsd));
  yield* stockedHouse(stage, rewards, (amount) => ({ name: 'stake', args: () => [amount] }), 20_000);
  approve(stage, treasury, dollar, rewards.address, UNLIMITED);
  stage.act(treasury, rewards, 'notifyRewardAmount', [usd(potUsd)]);
  yield;
  return rewards;
}

/** What a raider of such a house does with borrowed dollars. */
export function rewardRaid(stage: Stage, rewards: Contract, amount: bigint): readonly Step[] {
  const { usd: dollar } = townContracts(stage);
  return [
    stepOf(stage, dollar, 'approve', [rewards.address, UNLIMITED]),
    stepOf(stage, rewards, 'stake', [amount]),
    stepOf(stage, rewards, 'getReward'),
    stepOf(stage, rewards, 'withdraw', [amount]),
  ];
}

/** The agent takes a flash loan and makes these calls with it; what is left of `profitToken` is its owner's. */
export function flash(
  stage: Stage,
  owner: Resident,
  agent: Contract,
  token: Contract,
  amount: bigint,
  steps: readonly Step[],
  profitToken = token,
): Sent {
  const { flashLender } = stage.plan.contracts;
  return stage.act(owner, agent, 'flash', [flashLender, token.address, amount, steps, profitToken.address]);
}

/** What the town lost in a raid, or got too much of, evens out: the market maker gets ether to trade the pool back with. */
export function refillMarketMaker(stage: Stage, etherAmount: number): void {
  const { treasury } = stage.plan.residents;
  const { weth, marketMaker } = stage.plan.contracts;
  wrap(stage, treasury, ether(etherAmount));
  transfer(stage, treasury, weth, marketMaker, ether(etherAmount));
}

const NO_DEADLINE = 2n ** 40n;

/** Arguments of the routers' `swapExactTokensForTokens`. */
export function swapArgs(amountIn: bigint, path: readonly Contract[], to: { readonly address: string }): readonly unknown[] {
  return [amountIn, 0n, path.map(({ address }) => address), to.address, NO_DEADLINE];
}

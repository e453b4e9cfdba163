import type { Resident } from './accounts.js';
import { approve } from './actions.js';
import { ether, UNLIMITED } from './amounts.js';
import { visit } from './place-contracts.js';
import type { Contract, Stage } from './stage.js';
import { townContracts } from './story.js';

const NO_DEADLINE = 2n ** 40n;

/** A token with a pool against ether, both of its maker's. The maker must have ether already. One block. */
export function* launchToken(
  stage: Stage,
  maker: Resident,
  kind: 'MintableCoin' | 'OpenCoin' | 'HoneypotCoin' | 'TaxedCoin' | 'SwitchCoin',
  name: string,
  etherAmount: number,
) {
  const { weth } = townContracts(stage);
  const router = visit(stage, 'ammRouter');
  const coin = stage.create(maker, kind, [name, name.slice(0, 4).toUpperCase(), ether(1_000_000)]);
  stage.act(maker, weth, 'deposit', [], { valueWei: ether(etherAmount) });
  for (const each of [coin, weth]) approve(stage, maker, each.address, router.address, UNLIMITED);
  addLiquidity(stage, maker, router, coin, ether(600_000), ether(etherAmount));
  yield;
  return { coin, router };
}

export function addLiquidity(stage: Stage, by: Resident, router: Contract, coin: Contract, amount: bigint, wei: bigint) {
  const { weth } = townContracts(stage);
  return stage.act(by, router, 'addLiquidity', [coin.address, weth.address, amount, wei, 0n, 0n, by.address, NO_DEADLINE]);
}

export function buy(stage: Stage, by: Resident, router: Contract, coin: Contract, wei: bigint) {
  const path = [stage.plan.contracts.weth, coin.address];
  return stage.act(by, router, 'swapExactETHForTokens', [0n, path, by.address, NO_DEADLINE], { valueWei: wei });
}

/** The seller has approved the router. */
export function sell(
  stage: Stage,
  by: Resident,
  router: Contract,
  coin: Contract,
  amount: bigint,
  options: { readonly reverts?: boolean } = {},
) {
  const path = [coin.address, stage.plan.contracts.weth];
  return stage.act(by, router, 'swapExactTokensForETH', [amount, 0n, path, by.address, NO_DEADLINE], options);
}

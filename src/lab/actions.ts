import { encodeFunctionData } from 'viem';
import type { Address } from '../core/chain/block.js';
import { ABI } from './abi.js';
import type { Resident } from './accounts.js';
import type { Sent } from './sender.js';
import type { Stage } from './stage.js';

const NO_DEADLINE = 2n ** 40n;

export function pay(stage: Stage, from: Resident, to: Address, wei: bigint): Sent {
  return stage.send(from, { to, valueWei: wei });
}

export function transfer(stage: Stage, from: Resident, token: Address, to: Address, amount: bigint): Sent {
  return stage.send(from, { to: token, data: encodeFunctionData({ abi: ABI.token, functionName: 'transfer', args: [to, amount] }) });
}

export function transferFrom(stage: Stage, by: Resident, token: Address, from: Address, to: Address, amount: bigint): Sent {
  return stage.send(by, {
    to: token,
    data: encodeFunctionData({ abi: ABI.token, functionName: 'transferFrom', args: [from, to, amount] }),
  });
}

export function approve(stage: Stage, owner: Resident, token: Address, spender: Address, amount: bigint): Sent {
  return stage.send(owner, { to: token, data: encodeFunctionData({ abi: ABI.token, functionName: 'approve', args: [spender, amount] }) });
}

export function mintUsd(stage: Stage, to: Address, amount: bigint): Sent {
  const data = encodeFunctionData({ abi: ABI.token, functionName: 'mint', args: [to, amount] });
  return stage.send(stage.plan.residents.treasury, { to: stage.plan.contracts.usd, data });
}

export function wrap(stage: Stage, from: Resident, wei: bigint): Sent {
  const data = encodeFunctionData({ abi: ABI.wrappedEther, functionName: 'deposit' });
  return stage.send(from, { to: stage.plan.contracts.weth, data, valueWei: wei });
}

export function unwrap(stage: Stage, from: Resident, wei: bigint): Sent {
  const data = encodeFunctionData({ abi: ABI.wrappedEther, functionName: 'withdraw', args: [wei] });
  return stage.send(from, { to: stage.plan.contracts.weth, data });
}

export function swap(stage: Stage, from: Resident, tokenIn: Address, amountIn: bigint, minOut = 0n): Sent {
  const { usd, weth, router } = stage.plan.contracts;
  const path = tokenIn === usd ? [usd, weth] : [weth, usd];
  const data = encodeFunctionData({
    abi: ABI.router,
    functionName: 'swapExactTokensForTokens',
    args: [amountIn, minOut, path, from.address, NO_DEADLINE],
  });
  return stage.send(from, { to: router, data });
}

export function depositInto(stage: Stage, vault: Address, from: Resident, assets: bigint): Sent {
  return stage.send(from, {
    to: vault,
    data: encodeFunctionData({ abi: ABI.vault, functionName: 'deposit', args: [assets, from.address] }),
  });
}

export function withdrawFrom(stage: Stage, vault: Address, owner: Resident, assets: bigint): Sent {
  const data = encodeFunctionData({ abi: ABI.vault, functionName: 'withdraw', args: [assets, owner.address, owner.address] });
  return stage.send(owner, { to: vault, data });
}

export function bankDeposit(stage: Stage, from: Resident, wei: bigint): Sent {
  return stage.send(from, {
    to: stage.plan.contracts.bank,
    data: encodeFunctionData({ abi: ABI.bank, functionName: 'deposit' }),
    valueWei: wei,
  });
}

export function bankWithdraw(stage: Stage, from: Resident, wei: bigint): Sent {
  return stage.send(from, {
    to: stage.plan.contracts.bank,
    data: encodeFunctionData({ abi: ABI.bank, functionName: 'withdraw', args: [wei] }),
  });
}

export function lending(
  stage: Stage,
  from: Resident,
  functionName: 'depositCollateral' | 'withdrawCollateral' | 'borrow' | 'repay',
  amount: bigint,
): Sent {
  return stage.send(from, {
    to: stage.plan.contracts.lendingPool,
    data: encodeFunctionData({ abi: ABI.lendingPool, functionName, args: [amount] }),
  });
}

export function claim(stage: Stage, from: Resident, counter: Address, wei: bigint): Sent {
  return stage.send(from, { to: counter, data: encodeFunctionData({ abi: ABI.counter, functionName: 'claim' }), valueWei: wei });
}

export function collect(stage: Stage, by: Resident, collector: Address, token: Address, from: Address, amount: bigint): Sent {
  const data = encodeFunctionData({ abi: ABI.collector, functionName: 'collect', args: [token, from, amount, by.address] });
  return stage.send(by, { to: collector, data });
}

export function register(stage: Stage, from: Resident, registry: Address, entry: bigint): Sent {
  return stage.send(from, { to: registry, data: encodeFunctionData({ abi: ABI.registry, functionName: 'register', args: [entry] }) });
}

export function rebalance(stage: Stage, usdPerEther: bigint): Sent {
  const data = encodeFunctionData({ abi: ABI.marketMaker, functionName: 'rebalance', args: [usdPerEther] });
  return stage.send(stage.plan.residents.treasury, { to: stage.plan.contracts.marketMaker, data });
}

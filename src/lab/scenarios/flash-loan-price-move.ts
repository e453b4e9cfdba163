import { encodeDeployData, encodeFunctionData } from 'viem';
import type { Address } from '../../core/chain/block.js';
import { ABI } from '../abi.js';
import type { Resident } from '../accounts.js';
import { mintUsd, transfer, wrap } from '../actions.js';
import { ether, usd } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';

const detectorId = 'flash-loan-price-move';

function deployBorrower(stage: Stage, owner: Resident, contract: 'FlashAttack' | 'Refinancer'): Address {
  const { pair, lendingPool, flashLender, weth, usd: dollar } = stage.plan.contracts;
  const data = encodeDeployData({
    abi: ABI.flashBorrower,
    bytecode: stage.bytecodeOf(contract),
    args: [pair, lendingPool, flashLender, weth, dollar],
  });
  return stage.deploy(owner, data).address;
}

/** With a flash loan ether becomes four times as dear for one call, in which the lending pool takes it as collateral. */
export const flashLoanPriceMove: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts, residents } = stage.plan;
    const attacker = stage.newcomer('flash-attacker', ether(15));
    yield;
    const contract = deployBorrower(stage, attacker, 'FlashAttack');
    yield;
    const sent = stage.send(attacker, {
      to: contract,
      data: encodeFunctionData({ abi: ABI.flashBorrower, functionName: 'attack', args: [ether(12)] }),
    });
    yield;
    // The town lives on: lenders bring what was lost, and the market maker gets ether to trade the pool back.
    mintUsd(stage, contracts.lendingPool, usd(110_000));
    wrap(stage, residents.treasury, ether(30));
    transfer(stage, residents.treasury, contracts.weth, contracts.marketMaker, ether(30));
    return [{ detectorId, kind: 'attack', sent }];
  },

  /** A flash loan too, with a swap and the same lending pool: somebody halves a debt, and the price moves by some percent. */
  *twin(stage) {
    const { contracts } = stage.plan;
    const debtor = stage.newcomer('debtor', ether(45));
    yield;
    const contract = deployBorrower(stage, debtor, 'Refinancer');
    wrap(stage, debtor, ether(40));
    transfer(stage, debtor, contracts.weth, contract, ether(40));
    const open = encodeFunctionData({ abi: ABI.flashBorrower, functionName: 'open', args: [usd(40_000)] });
    stage.send(debtor, { to: contract, data: open });
    yield;
    const sent = stage.send(debtor, { to: contract, data: encodeFunctionData({ abi: ABI.flashBorrower, functionName: 'refinance' }) });
    return [{ detectorId, kind: 'twin', sent }];
  },
};

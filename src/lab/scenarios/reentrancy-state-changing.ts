import { encodeDeployData, encodeFunctionData } from 'viem';
import type { Address } from '../../core/chain/block.js';
import { ABI } from '../abi.js';
import type { Resident } from '../accounts.js';
import { bankDeposit } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';

const detectorId = 'reentrancy-state-changing';

function deployCaller(stage: Stage, owner: Resident, contract: 'ReentrancyAttack' | 'SavingWallet'): Address {
  const { bank } = stage.plan.contracts;
  return stage.deploy(owner, encodeDeployData({ abi: ABI.reentrant, bytecode: stage.bytecodeOf(contract), args: [bank] })).address;
}

/** The bank pays before it writes its books, and is asked again while it pays. */
export const reentrancyStateChanging: Scenario = {
  detectorId,

  *attack(stage) {
    const attacker = stage.newcomer('reentrant', ether(5));
    yield;
    const contract = deployCaller(stage, attacker, 'ReentrancyAttack');
    yield;
    const rounds = BigInt(stage.random.between(2, 4));
    const data = encodeFunctionData({ abi: ABI.reentrant, functionName: 'attack', args: [rounds] });
    const sent = stage.send(attacker, { to: contract, data, valueWei: ether(1) });
    yield;
    bankDeposit(stage, stage.plan.residents.treasury, ether(4));
    return [{ detectorId, kind: 'attack', sent }];
  },

  /** A wallet that is paid by the bank calls the bank as well before the first call ends: it puts half back. */
  *twin(stage) {
    const saver = stage.newcomer('saver', ether(5));
    yield;
    const wallet = deployCaller(stage, saver, 'SavingWallet');
    const save = encodeFunctionData({ abi: ABI.reentrant, functionName: 'save' });
    stage.send(saver, { to: wallet, data: save, valueWei: ether(2) });
    yield;
    const take = encodeFunctionData({ abi: ABI.reentrant, functionName: 'take', args: [ether(1)] });
    return [{ detectorId, kind: 'twin', sent: stage.send(saver, { to: wallet, data: take }) }];
  },
};

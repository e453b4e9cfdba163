import { encodeAbiParameters, keccak256, parseSignature } from 'viem';
import type { Resident } from '../accounts.js';
import { mintUsd } from '../actions.js';
import { ether, usd } from '../amounts.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'signature-replay';

/** Vouchers that the merchant signs, and dollars to pay them with. */
function voucherHouse(stage: Stage): Contract {
  const { merchant } = stage.plan.residents;
  const house = stage.create(merchant, 'Voucher', [stage.plan.contracts.usd, merchant.address]);
  mintUsd(stage, house.address, usd(300_000));
  return house;
}

function claimVoucher(stage: Stage, house: Contract, by: Resident, amount: bigint, number: bigint) {
  return stage.actSigned(by, house, 'claim', async () => {
    const types = ['address', 'address', 'uint256', 'uint256'].map((type) => ({ type }));
    const hash = keccak256(encodeAbiParameters(types, [house.address, by.address, amount, number]));
    const { r, s, v } = parseSignature(await stage.plan.residents.merchant.account.sign({ hash }));
    return [amount, number, Number(v), r, s];
  });
}

/** One voucher is paid twice, and a third time. */
export const signatureReplay: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('replayer', ether(1));
    const house = voucherHouse(stage);
    yield;
    claimVoucher(stage, house, thief, usd(60_000), 1n);
    yield;
    const second = claimVoucher(stage, house, thief, usd(60_000), 1n);
    yield;
    return deeds(detectorId, 'attack', second, claimVoucher(stage, house, thief, usd(60_000), 1n));
  },

  /** Two vouchers of one person, of the same amount. */
  *twin(stage) {
    const claimant = stage.newcomer('claimant', ether(1));
    const house = voucherHouse(stage);
    yield;
    const first = claimVoucher(stage, house, claimant, usd(2_000), 1n);
    yield;
    return deeds(detectorId, 'twin', first, claimVoucher(stage, house, claimant, usd(2_000), 2n));
  },
};

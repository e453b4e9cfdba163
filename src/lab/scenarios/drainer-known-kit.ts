import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds, townContracts } from '../story.js';

const detectorId = 'drainer-known-kit';

/** A kit's contract takes a victim's ether by a bait name, and two victims' dollars in one call: a fifth for its maker each time. */
export const drainerKnownKit: Scenario = {
  detectorId,

  *attack(stage) {
    const affiliate = stage.newcomer('affiliate', ether(1));
    const maker = stage.stranger('kit-maker');
    const victims = [0, 1, 2].map(() => stage.newcomer('kit-victim', ether(4)));
    const [first] = victims;
    const { usd: dollar } = townContracts(stage);
    yield;
    const kit = stage.create(affiliate, 'DrainerKit', [maker.address]);
    for (const { address } of victims) mintUsd(stage, address, usd(6_000));
    yield;
    for (const victim of victims) approve(stage, victim, dollar.address, kit.address, UNLIMITED);
    yield;
    const owners = victims.map(({ address }) => address);
    const args = [owners.map(() => dollar.address), owners, owners.map(() => usd(6_000))];
    const taken = stage.act(affiliate, kit, 'multicall', args);
    const baited = first === undefined ? [] : [stage.act(first, kit, 'SecurityUpdate', [], { valueWei: ether(3) })];
    return deeds(detectorId, 'attack', taken, ...baited);
  },

  /** Partners share what came in, half and half; a claimant pays a fee and gets something. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const { usd: dollar } = townContracts(stage);
    const [one, other] = [stage.user(), stage.user()];
    const splitter = stage.create(merchant, 'RevenueSplitter', [one.address, other.address]);
    const airdrop = stage.create(merchant, 'FeeAirdrop', [dollar.address, usd(100)]);
    mintUsd(stage, airdrop.address, usd(1_000));
    yield;
    stage.send(stage.user(), { to: splitter.address, data: '0x', valueWei: ether(2) });
    yield;
    return deeds(
      detectorId,
      'twin',
      stage.act(one, splitter, 'release'),
      stage.act(other, airdrop, 'claimAirdrop', [], { valueWei: ether(0.01) }),
    );
  },
};

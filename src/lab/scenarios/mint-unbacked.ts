import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { swapArgs } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';
import { buy, launchToken } from '../token-launch.js';

const detectorId = 'mint-unbacked';

/** Twenty times a token's supply comes from nowhere, and is sold in the same transaction. */
export const mintUnbacked: Scenario = {
  detectorId,

  *attack(stage) {
    const maker = stage.newcomer('coin-maker', ether(70));
    const thief = stage.newcomer('minter', ether(1));
    yield;
    const { coin, router } = yield* launchToken(stage, maker, 'OpenCoin', 'Harbour', 60);
    for (let i = 0; i < 3; i += 1) {
      stage.act(maker, coin, 'mint', [maker.address, ether(2_000)]);
      buy(stage, stage.user(), router, coin, ether(0.5));
      yield;
    }
    const agent = stage.create(thief, 'Agent');
    yield;
    const { weth } = townContracts(stage);
    const steps = [
      stepOf(stage, coin, 'mint', [agent.address, ether(20_000_000)]),
      stepOf(stage, coin, 'approve', [router.address, UNLIMITED]),
      stepWithAll(stage, coin, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [coin, weth], agent)),
      stepWithAll(stage, weth, 1, weth, 'transfer', [thief.address, 0n]),
    ];
    return deeds(detectorId, 'attack', stage.act(thief, agent, 'run', [steps]));
  },

  /** As great a growth, for dollars that come in with it; and an owner's two percent. */
  *twin(stage) {
    const maker = stage.newcomer('coin-maker', ether(70));
    const whale = stage.newcomer('whale', ether(1));
    const { usd: dollar } = townContracts(stage);
    yield;
    const { coin } = yield* launchToken(stage, maker, 'MintableCoin', 'Quay', 60);
    const backed = stage.create(maker, 'BackedCoin', [dollar.address]);
    mintUsd(stage, whale.address, usd(300_000));
    yield;
    approve(stage, whale, dollar.address, backed.address, UNLIMITED);
    stage.act(whale, backed, 'mint', [whale.address, usd(10_000)]);
    yield;
    return deeds(
      detectorId,
      'twin',
      stage.act(whale, backed, 'mint', [whale.address, usd(200_000)]),
      stage.act(maker, coin, 'mint', [maker.address, ether(20_000)]),
    );
  },
};

import { encodeDeployData } from 'viem';
import type { Hex } from '../core/chain/block.js';
import { ABI } from './abi.js';
import type { Resident } from './accounts.js';
import type { Stage } from './stage.js';

/** Seconds between the announcement and the act. */
const TIMELOCK_DELAY_S = 2n;

interface Deployment {
  readonly by: Resident;
  readonly data: Hex;
}

/** Creation code of the town's contracts, each deployer's in the order of its nonces (see planTown). */
export function deploymentsOf(stage: Stage): readonly Deployment[] {
  const { contracts: at, residents } = stage.plan;
  const { treasury, governor, merchant, drainer, phisher } = residents;
  const code = (contract: string) => stage.bytecodeOf(contract);
  const usd = encodeDeployData({ abi: ABI.token, bytecode: code('Token'), args: ['Town Dollar', 'TUSD', 6] });
  const pair = encodeDeployData({ abi: ABI.pair, bytecode: code('Pair'), args: [at.weth, at.usd] });
  const router = encodeDeployData({ abi: ABI.router, bytecode: code('Router'), args: [at.pair] });
  const marketMaker = encodeDeployData({ abi: ABI.marketMaker, bytecode: code('MarketMaker'), args: [at.pair, at.weth, at.usd] });
  const lendingPool = encodeDeployData({ abi: ABI.lendingPool, bytecode: code('LendingPool'), args: [at.pair, at.weth, at.usd] });
  const vault = encodeDeployData({ abi: ABI.vault, bytecode: code('Vault'), args: [at.usd] });
  const timelock = encodeDeployData({ abi: ABI.timelock, bytecode: code('Timelock'), args: [TIMELOCK_DELAY_S] });
  const proxy = encodeDeployData({ abi: ABI.proxy, bytecode: code('Proxy'), args: [at.registryV1, at.timelock] });
  return [
    { by: treasury, data: usd },
    { by: treasury, data: code('WrappedEther') },
    { by: treasury, data: pair },
    { by: treasury, data: router },
    { by: treasury, data: marketMaker },
    { by: treasury, data: lendingPool },
    { by: treasury, data: code('FlashLender') },
    { by: treasury, data: vault },
    { by: treasury, data: code('Bank') },
    { by: governor, data: code('RegistryV1') },
    { by: governor, data: code('RegistryV2') },
    { by: governor, data: timelock },
    { by: governor, data: proxy },
    { by: merchant, data: code('Collector') },
    { by: merchant, data: code('Counter') },
    { by: drainer, data: code('Collector') },
    { by: phisher, data: code('Counter') },
  ];
}

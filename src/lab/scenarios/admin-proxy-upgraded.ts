import { encodeDeployData, encodeFunctionData } from 'viem';
import { ABI } from '../abi.js';
import { register } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';

const detectorId = 'admin-proxy-upgraded';

/** With a stolen key a proxy is turned to code that was deployed a block before. */
export const adminProxyUpgraded: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts, residents } = stage.plan;
    const proxyData = encodeDeployData({
      abi: ABI.proxy,
      bytecode: stage.bytecodeOf('Proxy'),
      args: [contracts.registryV1, residents.keyholder.address],
    });
    const proxy = stage.deploy(residents.keyholder, proxyData);
    const intruder = stage.newcomer('intruder', ether(1));
    yield;
    register(stage, stage.user(), proxy.address, BigInt(stage.random.between(1, 1_000)));
    const backdoor = stage.deploy(intruder, stage.bytecodeOf('RegistryBackdoor'));
    yield;
    const data = encodeFunctionData({ abi: ABI.proxy, functionName: 'upgradeTo', args: [backdoor.address] });
    const sent = stage.send(residents.keyholder, { to: proxy.address, data });
    return [
      { detectorId, kind: 'twin', sent: proxy.sent }, // A new proxy says `Upgraded` of its first code.
      { detectorId, kind: 'attack', sent },
    ];
  },

  /** A new proxy, and a planned upgrade: announced, waited for, to code that is days old. The detector tells of the latter as medium. */
  *twin(stage) {
    const { contracts, residents } = stage.plan;
    const proxyData = encodeDeployData({
      abi: ABI.proxy,
      bytecode: stage.bytecodeOf('Proxy'),
      args: [contracts.registryV2, contracts.timelock],
    });
    const proxy = stage.deploy(residents.governor, proxyData);
    const next = stage.random.chance(0.5) ? contracts.registryV1 : contracts.registryV2;
    const upgrade = encodeFunctionData({ abi: ABI.proxy, functionName: 'upgradeTo', args: [next] });
    const args = [contracts.governedProxy, upgrade] as const;
    stage.send(residents.governor, {
      to: contracts.timelock,
      data: encodeFunctionData({ abi: ABI.timelock, functionName: 'schedule', args }),
    });
    yield;
    yield;
    yield;
    const sent = stage.send(residents.governor, {
      to: contracts.timelock,
      data: encodeFunctionData({ abi: ABI.timelock, functionName: 'execute', args }),
    });
    return [
      { detectorId, kind: 'twin', sent: proxy.sent },
      { detectorId, kind: 'notice', sent },
    ];
  },
};

import { type Abi, encodeAbiParameters, encodeDeployData, encodeFunctionData, keccak256 } from 'viem';
import { RpcSimulator } from '../../../src/adapters/simulator/rpc-simulator.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { addressAt, arrayAt, bigintAt, objectAt } from '../../../src/core/chain/quantity.js';
import type { Label, LabelCategory } from '../../../src/core/detect/detector.js';
import { contractAt } from '../../../src/lab/address.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { startAnvil } from '../../support/anvil.js';
import { address } from '../../support/build-transaction.js';
import { waitUntil } from '../../support/wait-until.js';
import { compileContracts } from '../compile-contracts.js';

export const ETHER = 10n ** 18n;
export const MUCH = 2n ** 256n - 1n;

/** Contracts and people that subjects of the set are about, on a devnet of their own. */
export interface World {
  readonly url: string;
  readonly chainId: number;
  readonly simulator: RpcSimulator;
  readonly me: Address;
  readonly friend: Address;
  /** Holds a private key and has a bad name that nobody has written down yet. */
  readonly thief: Address;
  readonly listedThief: Address;
  readonly at: Readonly<Record<string, Address>>;
  readonly labels: readonly Label[];
  call(contract: string, functionName: string, ...args: readonly unknown[]): Hex;
  /** Creation code of the account that the factory makes for an owner. */
  accountCode(owner: Address): Hex;
  close(): Promise<void>;
}

const PILL_FACTS = ['number', 'timestamp', 'coinbase', 'gasLimit', 'baseFee', 'balance', 'gasPrice', 'gasLeft', 'randao'] as const;

export async function openWorld(): Promise<World> {
  const anvil = await startAnvil();
  const url = anvil.httpUrl;
  await rpc(url, 'evm_setAutomine', [true]);
  const contracts = compileContracts('Subjects.sol');
  const accounts = arrayAt(await rpc(url, 'eth_accounts'), 'accounts').map((each, i) => addressAt(each, `accounts[${i}]`));
  const [deployer, me, friend] = accounts;
  if (deployer === undefined || me === undefined || friend === undefined) throw new Error('The devnet has no accounts.');
  const thief = address('a thief whom nobody knows');
  const listedThief = address('a thief on a list');
  const at: Record<string, Address> = {};
  const abiOf = (name: string): Abi => contracts.get(name)?.abi ?? [];
  const kinds = new Map<string, string>();
  const call = (contract: string, functionName: string, ...args: readonly unknown[]) =>
    encodeFunctionData({ abi: abiOf(kinds.get(contract) ?? contract), functionName, args } as never);
  const send = async (from: Address, to: Address | null, data: Hex, value = 0n) => {
    const tx = { from, ...(to === null ? {} : { to }), data, value: `0x${value.toString(16)}`, gas: '0x989680' };
    const hash = await rpc(url, 'eth_sendTransaction', [tx]);
    let receipt: unknown = null;
    await waitUntil('a transaction is mined', async () => {
      receipt = await rpc(url, 'eth_getTransactionReceipt', [hash]);
      return receipt !== null;
    });
    if (Number(objectAt(receipt, 'receipt')['status']) !== 1)
      throw new Error(`A transaction of the world failed: ${to ?? 'creation'} ${data.slice(0, 10)}`);
  };
  const deploy = async (name: string, kind: string, args: readonly unknown[] = [], value = 0n) => {
    const nonce = Number(await rpc(url, 'eth_getTransactionCount', [deployer, 'latest']));
    await send(deployer, null, encodeDeployData({ abi: abiOf(kind), bytecode: contracts.get(kind)?.code ?? '0x', args } as never), value);
    kinds.set(name, kind);
    at[name] = contractAt(deployer, nonce);
  };
  const act = (from: Address, contract: string, functionName: string, ...args: readonly unknown[]) =>
    send(from, at[contract] ?? null, call(contract, functionName, ...args));

  for (const [name, symbol] of [
    ['usd', 'TUSD'],
    ['gold', 'GLD'],
    ['silver', 'SLV'],
  ] as const)
    await deploy(name, 'Coin', [name, symbol]);
  await deploy('weth', 'WrappedCoin');
  await deploy('trap', 'Trap');
  await deploy('pieces', 'Pieces');
  await deploy('market', 'Market');
  await deploy('router', 'Router');
  for (const [name, a, b] of [
    ['pool', 'usd', 'gold'],
    ['pool2', 'usd', 'silver'],
    ['trapPool', 'usd', 'trap'],
  ] as const) {
    await deploy(name, 'Pool', [at[a], at[b]]);
    await act(deployer, a, 'mint', at[name], 100_000n * ETHER);
    await act(deployer, b, 'mint', at[name], 50_000n * ETHER);
    await act(deployer, name, 'sync');
    await act(deployer, 'router', 'add', at[a], at[b], at[name]);
  }
  await act(deployer, 'trap', 'setPool', at['trapPool']);
  await deploy('staking', 'Staking', [at['usd']]);
  await deploy('airdrop', 'Airdrop', [at['gold']]);
  await deploy('multiSend', 'MultiSender');
  await deploy('safe', 'Wallet', [me]);
  await deploy('entryPoint', 'Gate');
  await deploy('account', 'Account', [at['entryPoint'], me]);
  await deploy('factory', 'AccountFactory');
  await deploy('goodDelegate', 'GoodDelegate');
  await deploy('openDelegate', 'OpenDelegate');
  await deploy('sweepingDelegate', 'SweepingDelegate', [thief]);
  await deploy('library', 'Library');
  await deploy('drainer', 'Thief', [thief]);
  await deploy('listedDrainer', 'Thief', [listedThief]);
  await deploy('armed', 'Thief', [thief]);
  await act(deployer, 'armed', 'arm', at['usd']);
  await deploy('switched', 'Switched', [thief], ETHER);
  await deploy('packedSwitch', 'PackedSwitch', [], ETHER);
  await deploy('settings', 'Settings');
  await deploy('remoteSwitch', 'RemoteSwitch', [at['settings'], thief], ETHER);
  await deploy('proxiedStaking', 'Staking', [at['usd']]);
  await deploy('stakingProxy', 'Proxy1967', [at['proxiedStaking']]);
  await deploy('otherRouter', 'OtherRouter', [at['router']]);
  await deploy('disperse', 'Disperse');
  await deploy('lending', 'Lending', [at['usd'], at['silver']]);
  await deploy('names', 'Names');
  await deploy('vesting', 'Vesting', [at['gold']]);
  await deploy('modeSwitch', 'ModeSwitch', [thief], ETHER);
  await deploy('listSwitch', 'ListSwitch', [thief], ETHER);
  await deploy('helperSwitch', 'HelperSwitch', [thief, at['settings']], ETHER);
  await deploy('promises', 'Promises');
  await deploy('timeBomb', 'TimeBomb', [thief], ETHER);
  await deploy('quietStaking', 'QuietStaking', [at['usd']]);
  await deploy('quietDelegate', 'QuietDelegate', [thief]);
  await deploy('owned', 'Owned', [me]);
  await deploy('meddler', 'Meddler');
  await deploy('taxed', 'Taxed');
  await deploy('taxPool', 'Pool', [at['usd'], at['taxed']]);
  await act(deployer, 'taxed', 'free', at['taxPool']);
  await act(deployer, 'usd', 'mint', at['taxPool'], 100_000n * ETHER);
  await act(deployer, 'taxed', 'mint', at['taxPool'], 50_000n * ETHER);
  await act(deployer, 'taxPool', 'sync');
  await act(deployer, 'router', 'add', at['usd'], at['taxed'], at['taxPool']);
  for (const holder of [me, friend, at['safe'], at['account']]) {
    for (const coin of ['usd', 'gold', 'silver']) await act(deployer, coin, 'mint', holder, 1_000n * ETHER);
    for (let i = 0; i < 3; i += 1) await act(deployer, 'pieces', 'mint', holder);
  }
  await act(deployer, 'pieces', 'mint', friend);
  for (const coin of ['usd', 'gold'])
    for (const spender of ['router', 'staking', 'market']) await act(me, coin, 'approve', at[spender], MUCH);
  for (const spender of ['stakingProxy', 'otherRouter', 'disperse', 'lending', 'promises', 'quietStaking'])
    await act(me, 'usd', 'approve', at[spender], MUCH);
  for (const coin of ['usd', 'gold', 'silver'])
    for (const spender of ['drainer', 'armed']) await act(me, coin, 'approve', at[spender], MUCH);
  await act(me, 'pieces', 'setApprovalForAll', at['drainer'], true);
  await act(me, 'pieces', 'setApprovalForAll', at['market'], true);
  await act(friend, 'pieces', 'setApprovalForAll', at['market'], true);
  await act(friend, 'usd', 'approve', at['market'], MUCH);
  await act(friend, 'market', 'list', 4n, ETHER);
  await act(friend, 'market', 'list', 5n, 2n * ETHER);
  await send(deployer, at['safe'] ?? null, '0x', ETHER);
  await send(deployer, at['account'] ?? null, '0x', ETHER);
  const block = objectAt(await rpc(url, 'eth_getBlockByNumber', ['latest', false]), 'block');
  const told = (field: string) => bigintAt(block[field], field);
  // What each pill takes for a simulation: the next block as it would be now.
  const usual = [
    told('number') + 12n,
    told('timestamp') + 40n,
    BigInt(addressAt(block['miner'], 'miner')),
    told('gasLimit'),
    (told('baseFeePerGas') * 3n) / 2n,
    10n ** 24n,
    0n,
    14_000_000n,
    BigInt(`0x${'8f3c1d'.padEnd(64, 'a7')}`),
  ];
  const head = async () => {
    const newest = objectAt(await rpc(url, 'eth_getBlockByNumber', ['latest', false]), 'block');
    return {
      number: bigintAt(newest['number'], 'number'),
      timestamp: bigintAt(newest['timestamp'], 'timestamp'),
      baseFee: bigintAt(newest['baseFeePerGas'], 'baseFeePerGas'),
    };
  };
  for (const [i, fact] of PILL_FACTS.entries())
    if (fact !== 'number' && fact !== 'baseFee') await deploy(`pill.${fact}`, 'Pill', [thief, BigInt(i), usual[i] ?? 0n], ETHER);
  const even = (await head()).number % 2n;
  await deploy('parity.number', 'OtherPill', [thief, 0n, even], ETHER);
  await deploy('parity.time', 'OtherPill', [thief, 1n, (await head()).timestamp % 2n], ETHER);
  await deploy(
    'pill.hash',
    'OtherPill',
    [
      thief,
      2n,
      BigInt(
        keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [addressAt(block['miner'], 'miner'), told('gasLimit')])),
      ),
    ],
    ETHER,
  );
  await deploy('pill.two', 'OtherPill', [thief, 3n, told('gasLimit')], ETHER);
  await deploy('pill.purse', 'OtherPill', [thief, 4n, 10n ** 25n], ETHER);
  await deploy('hiddenPill', 'Pill', [thief, 2n, BigInt(addressAt(block['miner'], 'miner'))], ETHER);
  await deploy('pillProxy', 'Proxy1967', [at['hiddenPill']], ETHER);
  await deploy('harvester', 'OtherPill', [thief, 3n, told('gasLimit')]);
  await act(me, 'usd', 'approve', at['harvester'], MUCH);
  // Last: every block moves what they go by.
  const newest = await head();
  await deploy('pill.baseFee', 'Pill', [thief, 4n, (newest.baseFee * 3n) / 2n], ETHER);
  await deploy('pill.number', 'Pill', [thief, 0n, newest.number + 5n], ETHER);
  const label = (named: Address | undefined, category: LabelCategory): Label => ({
    address: named ?? '0x',
    category,
    source: 'set',
    confidence: 1,
    name: null,
    chainId: null,
  });
  const labels = [
    ...['router', 'market', 'multiSend', 'entryPoint', 'pool', 'pool2', 'goodDelegate', 'otherRouter', 'disperse'].map((name) =>
      label(at[name], 'defi'),
    ),
    ...['usd', 'weth'].map((name) => label(at[name], 'token')),
    label(listedThief, 'drainer'),
    label(at['listedDrainer'], 'drainer'),
  ];
  const chainId = Number(await rpc(url, 'eth_chainId'));
  const simulator = new RpcSimulator({ chainId, urls: [url] });
  return {
    url,
    chainId,
    simulator,
    me,
    friend,
    thief,
    listedThief,
    at,
    labels,
    call,
    accountCode: (owner) =>
      encodeDeployData({
        abi: abiOf('Account'),
        bytecode: contracts.get('Account')?.code ?? '0x',
        args: [at['entryPoint'], owner],
      } as never),
    async close() {
      await simulator.close();
      await anvil.stop();
    },
  };
}

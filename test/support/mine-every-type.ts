import { createHash } from 'node:crypto';
import { createWalletClient, type Hex, http, type LocalAccount, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { rpc } from '../../src/lab/devnet/rpc.js';

/** Answers every call with one log: topic 0x42, data 0xaa. */
const LOGGING_CONTRACT: Hex = '0x600d600c600039600d6000f360aa600052604260206000a100';
/** The zero polynomial is committed to by the point at infinity, and so is its proof: a blob of zeros needs no trusted setup. */
const INFINITY: Hex = `0xc0${'00'.repeat(47)}`;
const ZERO_BLOB: Hex = `0x${'00'.repeat(131_072)}`;
const GWEI = 10n ** 9n;

export interface EveryType {
  readonly contract: Hex;
  readonly sender: Hex;
  /** Transaction hash by type; a type that the node refused is absent. */
  readonly hashes: ReadonlyMap<number, Hex>;
  readonly refused: ReadonlyMap<number, string>;
}

/** Sends one transaction of each type 0–4 from a fresh account, each mined before the next. `mine` is called after each where the node does not mine by itself. */
export async function mineEveryType(url: string, mine: () => Promise<void>): Promise<EveryType> {
  const account = privateKeyToAccount(generatePrivateKey());
  const client = createWalletClient({ account, transport: http(url), pollingInterval: 50 }).extend(publicActions);
  const chainId = await client.getChainId();
  const mined = async (hash: Hex) => {
    await mine();
    return client.waitForTransactionReceipt({ hash, timeout: 30_000 });
  };
  const [rich] = (await rpc(url, 'eth_accounts')) as readonly Hex[];
  const funding = (await rpc(url, 'eth_sendTransaction', [
    { from: rich, to: account.address, value: `0x${(10n ** 20n).toString(16)}` },
  ])) as Hex;
  await mined(funding);
  const fees = { maxFeePerGas: 100n * GWEI, maxPriorityFeePerGas: GWEI };
  const common = { chain: null, gas: 200_000n, value: 0n } as const;
  const deployed = await mined(await client.sendTransaction({ ...common, data: LOGGING_CONTRACT, gasPrice: 100n * GWEI, type: 'legacy' }));
  const contract = deployed.contractAddress ?? '0x';

  const senders: readonly (() => Promise<Hex>)[] = [
    () => client.sendTransaction({ ...common, to: contract, gasPrice: 100n * GWEI, type: 'legacy' }),
    () =>
      client.sendTransaction({
        ...common,
        to: contract,
        gasPrice: 100n * GWEI,
        type: 'eip2930',
        accessList: [{ address: contract, storageKeys: [`0x${'00'.repeat(32)}`] }],
      }),
    () => client.sendTransaction({ ...common, to: contract, ...fees, type: 'eip1559' }),
    async () => client.sendRawTransaction({ serializedTransaction: await blobTransaction(account, chainId, contract, await nonceOf()) }),
    async () => {
      const nonce = await nonceOf();
      // The sender delegates to the contract: its authorization counts with the nonce after this transaction's own.
      const authorization = await account.signAuthorization({ address: contract, chainId, nonce: nonce + 1 });
      return client.sendTransaction({
        ...common,
        to: account.address,
        ...fees,
        type: 'eip7702',
        authorizationList: [authorization],
        nonce,
      });
    },
  ];
  const nonceOf = () => client.getTransactionCount({ address: account.address });
  const hashes = new Map<number, Hex>();
  const refused = new Map<number, string>();
  for (const [type, send] of senders.entries()) {
    try {
      const hash = await send();
      await mined(hash);
      hashes.set(type, hash);
    } catch (error) {
      refused.set(type, error instanceof Error ? error.message : String(error));
    }
  }
  return { contract, sender: account.address, hashes, refused };
}

function blobTransaction(account: LocalAccount, chainId: number, to: Hex, nonce: number): Promise<Hex> {
  const digest = createHash('sha256')
    .update(Buffer.from(INFINITY.slice(2), 'hex'))
    .digest('hex');
  return account.signTransaction({
    type: 'eip4844',
    chainId,
    nonce,
    to,
    gas: 200_000n,
    maxFeePerGas: 100n * GWEI,
    maxPriorityFeePerGas: GWEI,
    maxFeePerBlobGas: 100n * GWEI,
    blobVersionedHashes: [`0x01${digest.slice(2)}`],
    sidecars: [{ blob: ZERO_BLOB, commitment: INFINITY, proof: INFINITY }],
  });
}

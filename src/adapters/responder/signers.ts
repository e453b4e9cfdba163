import { readFileSync, statSync } from 'node:fs';
import { keccak256, parseTransaction, recoverTransactionAddress, type TransactionSerializedEIP1559 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Address, Hex } from '../../core/chain/block.js';
import { FatalError, messageOf } from '../../core/errors.js';
import type { Signer, TransactionToSign } from '../../ports/transaction-sender.js';

const OTHERS_MASK = 0o077;
const TIMEOUT_MS = 10_000;

/** A key of 32 bytes in hex, in a file that nobody else may read. A FatalError says what is wrong with the file, never what is in it. */
export function keyFileSigner(name: string, { keyFile: file, address }: { readonly keyFile: string; readonly address: Address }): Signer {
  const at = `TOCSIN_RESPONSES: signers.${name}.keyFile`;
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & OTHERS_MASK) !== 0)
      throw new FatalError('bad-config', `${at}: others may read ${file}. Run chmod 600 on it.`);
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof FatalError) throw error;
    throw new FatalError('bad-config', `${at}: ${file} cannot be read: ${messageOf(error)}.`);
  }
  const key = text.startsWith('0x') ? text : `0x${text}`;
  if (!isKey(key)) throw new FatalError('bad-config', `${at}: ${file} must hold a private key: 64 hex digits, nothing else.`);
  const account = privateKeyToAccount(key);
  if (lower(account.address) !== address)
    throw new FatalError(
      'bad-config',
      `${at}: the key in ${file} is of ${lower(account.address)}, and signers.${name}.address says ${address}.`,
    );
  return {
    address,
    sign: (transaction) => account.signTransaction(typedOf(transaction)),
  };
}

/**
 * Web3Signer's JSON-RPC (`eth_signTransaction`), which signs with keys in AWS KMS, Azure, HashiCorp Vault and others.
 * https://docs.web3signer.consensys.io/reference/api/json-rpc#eth_signtransaction
 */
export function web3Signer({ url, address }: { readonly url: string; readonly address: Address }): Signer {
  return {
    address,
    async sign(transaction) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_signTransaction', params: [wireOf(transaction)] }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        throw new Error(`the signer cannot be reached: ${messageOf(error)}`);
      });
      const body: unknown = await answer.json().catch(() => null);
      const raw = Reflect.get(Object(body), 'result');
      if (typeof raw !== 'string' || !isHex(raw)) {
        const refusal = Reflect.get(Object(Reflect.get(Object(body), 'error')), 'message');
        throw new Error(
          `the signer does not sign (HTTP ${answer.status}): ${typeof refusal === 'string' ? refusal.slice(0, 300) : 'no result'}`,
        );
      }
      await expectSame(raw, transaction);
      return raw;
    },
  };
}

/** Who would sign, where nothing is to be signed: the API looks, and its process holds no key. */
export function addressOnly(address: Address): Signer {
  return { address, sign: () => Promise.reject(new Error('this process signs nothing: responses are sent where messages are delivered')) };
}

export function transactionHashOf(raw: Hex): Hex {
  return keccak256(raw);
}

/** A signer may be another's: what comes back is what was asked, by the address that was named. */
async function expectSame(raw: Hex, asked: TransactionToSign): Promise<void> {
  // A transaction of another type fails below: it has no such fields.
  const serialized = raw as TransactionSerializedEIP1559;
  let signed: ReturnType<typeof parseTransaction<TransactionSerializedEIP1559>>;
  let from: string;
  try {
    signed = parseTransaction(serialized);
    from = await recoverTransactionAddress({ serializedTransaction: serialized });
  } catch (error) {
    throw new Error(`the signer sent back what is no signed EIP-1559 transaction: ${messageOf(error).split('\n')[0] ?? ''}`);
  }
  const isSame =
    lower(from) === asked.from &&
    signed.chainId === asked.chainId &&
    (signed.nonce ?? 0) === asked.nonce &&
    lower(signed.to ?? '') === asked.to &&
    (signed.data ?? '0x') === asked.data &&
    (signed.value ?? 0n) === asked.valueWei &&
    (signed.gas ?? 0n) === asked.gasLimit &&
    (signed.maxFeePerGas ?? 0n) === asked.maxFeePerGas &&
    (signed.maxPriorityFeePerGas ?? 0n) === asked.maxPriorityFeePerGas &&
    (signed.accessList ?? []).length === 0;
  if (!isSame) throw new Error('the signer signed another transaction than it was asked for, or with another key');
}

function typedOf({ chainId, nonce, gasLimit, maxFeePerGas, maxPriorityFeePerGas, to, data, valueWei }: TransactionToSign) {
  return { type: 'eip1559', chainId, nonce, gas: gasLimit, maxFeePerGas, maxPriorityFeePerGas, to, data, value: valueWei } as const;
}

function wireOf({ from, chainId, nonce, gasLimit, maxFeePerGas, maxPriorityFeePerGas, to, data, valueWei }: TransactionToSign): object {
  const hex = (value: bigint | number) => `0x${value.toString(16)}`;
  return {
    from,
    to,
    gas: hex(gasLimit),
    nonce: hex(nonce),
    value: hex(valueWei),
    data,
    chainId: hex(chainId),
    maxFeePerGas: hex(maxFeePerGas),
    maxPriorityFeePerGas: hex(maxPriorityFeePerGas),
  };
}

function isKey(text: string): text is Hex {
  return /^0x[0-9a-fA-F]{64}$/.test(text);
}

function isHex(text: string): text is Hex {
  return /^0x([0-9a-fA-F]{2})+$/.test(text);
}

function lower(address: string): Address {
  return address.toLowerCase() as Address;
}

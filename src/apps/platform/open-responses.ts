import { encodeCall, functionOf, isView, selectorOf } from '../../adapters/abi/encode-call.js';
import { createRpcSender, type RpcSender } from '../../adapters/responder/rpc-sender.js';
import { addressOnly, keyFileSigner, transactionHashOf, web3Signer } from '../../adapters/responder/signers.js';
import type { ResponseInput, ResponsesConfig } from '../../contracts/response.js';
import type { Address } from '../../core/chain/block.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { type AllowedResponse, type ResponseAction, type ResponseSettings, refusalOf } from '../../core/respond/response.js';
import { Responder } from '../../pipeline/deliver/responder.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { Signer } from '../../ports/transaction-sender.js';
import { SYSTEM_CLOCK } from './clock.js';
import type { Config } from './config.js';
import { hashText } from './hash-text.js';

const USUAL_TIP_GWEI = 2;

/** What is wrong with a response that somebody wants to keep. */
export interface ResponseFlaw {
  readonly field: string;
  readonly message: string;
}

/** What the operator allows, and with what it is done. */
export interface ResponseMeans {
  readonly signers: ReadonlyMap<string, Signer>;
  readonly allowed: readonly AllowedResponse[];
  senderOf(chainId: number): RpcSender | null;
  close(): Promise<void>;
}

export interface Responses extends ResponseMeans {
  readonly responder: Responder;
  /** Encodes its call and looks whether it is allowed and could be made. */
  prepared(input: ResponseInput, organisationId: string): Promise<ResponseSettings | ResponseFlaw>;
}

/** Null where the operator allows none: that is the default. A FatalError names what is wrong with the configuration. */
export function openResponseMeans({ responses, chains }: Pick<Config, 'responses' | 'chains'>, signs: boolean): ResponseMeans | null {
  if (responses === null) return null;
  const signers = signersOf(responses, signs);
  const allowed = allowedOf(responses, signers);
  const senders = new Map(chains.map(({ id, rpc }) => [id, createRpcSender(rpc)] as const));
  return {
    signers,
    allowed,
    senderOf: (chainId) => senders.get(chainId) ?? null,
    async close() {
      for (const sender of senders.values()) await sender.close();
    },
  };
}

/** Null where the operator allows none. */
export function openResponses(
  config: Pick<Config, 'responses' | 'chains'>,
  control: Pick<ControlStore, 'responses' | 'alerts' | 'audit' | 'monitors'>,
  /** Whether this process signs; else it knows addresses, and reads no key. */
  { signs }: { readonly signs: boolean },
): Responses | null {
  const means = openResponseMeans(config, signs);
  if (means === null) return null;
  const { allowed, senderOf } = means;
  const responder = new Responder({
    ...control,
    ...means,
    clock: SYSTEM_CLOCK,
    hashText,
    hashOf: transactionHashOf,
  });

  async function actionOf(input: ResponseInput['action']): Promise<ResponseAction | ResponseFlaw> {
    if (input.kind === 'webhook') return input;
    const { data: _shown, ...rest } = input;
    const to = input.to as Address; // Checked by its schema.
    const { maxFeePerGasGwei, maxPriorityFeePerGasGwei = Math.min(USUAL_TIP_GWEI, maxFeePerGasGwei) } = input;
    if (maxPriorityFeePerGasGwei > maxFeePerGasGwei)
      return { field: 'response/action/maxPriorityFeePerGasGwei', message: 'must not be more than maxFeePerGasGwei, which holds it' };
    try {
      const called = functionOf(withWord(input.function));
      if (isView(called)) throw new TypeError('it is a view function: calling it changes nothing');
      return { ...rest, to, maxPriorityFeePerGasGwei, data: encodeCall(called, input.args) };
    } catch (error) {
      const reason = messageOf(error).split('\n')[0] ?? '';
      return {
        field: 'response/action/function',
        message: `cannot be encoded: ${reason}. Write function pause(), and its arguments in args`,
      };
    }
  }

  return {
    ...means,
    responder,
    async prepared({ action: asked, ...rest }, organisationId) {
      const action = await actionOf(asked);
      if ('field' in action) return action;
      const refusal = refusalOf(action, organisationId, allowed);
      if (refusal !== null) return { field: 'response/action', message: refusal };
      if (action.kind === 'transaction') {
        const sender = senderOf(action.chainId);
        if (sender === null)
          return { field: 'response/action/chainId', message: `chain ${action.chainId} is not configured: TOCSIN_CHAINS` };
        if (!(await sender.hasCode(action.to))) return { field: 'response/action/to', message: 'there is no code at this address' };
      }
      return { ...rest, action };
    },
  };
}

function signersOf({ signers }: ResponsesConfig, signs: boolean): ReadonlyMap<string, Signer> {
  return new Map(
    Object.entries(signers).map(([name, signer]) => {
      const address = signer.address as Address; // Checked by its schema.
      if (!signs) return [name, addressOnly(address)];
      return [
        name,
        'keyFile' in signer ? keyFileSigner(name, { keyFile: signer.keyFile, address }) : web3Signer({ url: signer.web3signer, address }),
      ];
    }),
  );
}

/** `pause()` is taken for `function pause()`. */
function withWord(signature: string): string {
  const text = signature.trim();
  return text.startsWith('function ') ? text : `function ${text}`;
}

function allowedOf({ allow }: ResponsesConfig, signers: ReadonlyMap<string, Signer>): readonly AllowedResponse[] {
  return allow.flatMap((entry, i): readonly AllowedResponse[] => {
    const { organisation: organisationId } = entry;
    if ('webhook' in entry) return [{ organisationId, kind: 'webhook', url: entry.webhook }];
    const { chain: chainId, signer, functions } = entry;
    if (!signers.has(signer)) throw new FatalError('bad-config', `TOCSIN_RESPONSES: allow.${i}.signer: there is no signer ${signer}.`);
    return functions.map((signature) => {
      try {
        const to = entry.to as Address; // Checked by its schema.
        return {
          organisationId,
          kind: 'transaction',
          chainId,
          to,
          selector: selectorOf(functionOf(withWord(signature))),
          signer,
          maxValueWei: BigInt(entry.maxValueWei),
        };
      } catch (error) {
        throw new FatalError(
          'bad-config',
          `TOCSIN_RESPONSES: allow.${i}.functions: ${signature}: ${messageOf(error).split('\n')[0] ?? ''}.`,
        );
      }
    });
  });
}

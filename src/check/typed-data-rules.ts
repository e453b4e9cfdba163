import type { DetectContext } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { UNLIMITED_FROM } from './exposures.js';
import type { CheckReason } from './reasons.js';
import { type Grant, isPermit2, PERMIT2, type SigningDomain, type TypedData } from './typed-data.js';

/** What a rule of signatures may look at. */
export interface SignatureFacts {
  readonly data: TypedData;
  readonly domain: SigningDomain;
  readonly grants: readonly Grant[];
  readonly from: string;
  readonly chainId: number;
  readonly ctx: DetectContext;
}

type Rule = (facts: SignatureFacts) => readonly CheckReason[];

const YEAR_SECONDS = 365 * 86_400;

const chainMismatch: Rule = ({ domain, chainId }) =>
  domain.chainId === null || domain.chainId === chainId
    ? []
    : [
        {
          id: 'typed-data-other-chain',
          text: `The signature is for chain ${domain.chainId}, and the wallet is on chain ${chainId}: it can be used there.`,
          severity: 'high',
          address: domain.verifyingContract,
          evidence: { signedFor: domain.chainId, chainId },
        },
      ];

const contractWithoutCode: Rule = ({ domain: { verifyingContract }, ctx }) =>
  verifyingContract === null || ctx.codeOf(verifyingContract) !== 'none'
    ? []
    : [
        {
          id: 'typed-data-no-contract',
          text: `${shortAddress(verifyingContract)}, which is named as the contract that checks the signature, has no code.`,
          severity: 'medium',
          address: verifyingContract,
          evidence: {},
        },
      ];

const otherPermit2: Rule = ({ data, domain: { verifyingContract } }) =>
  !isPermit2(data.primaryType) || verifyingContract === null || verifyingContract === PERMIT2
    ? []
    : [
        {
          id: 'permit2-other-contract',
          text: `It is written like a signature for Permit2, for another contract: ${shortAddress(verifyingContract)}.`,
          severity: 'medium',
          address: verifyingContract,
          evidence: { permit2: PERMIT2 },
        },
      ];

const toAccount: Rule = ({ grants, ctx }) =>
  grants.flatMap(({ spender, token, amount }): CheckReason[] => {
    if (amount === 0n || spender === null || ctx.codeOf(spender) !== 'none') return [];
    const isUnlimited = amount >= UNLIMITED_FROM;
    return [
      {
        id: isUnlimited ? 'permit-unlimited-to-eoa' : 'permit-to-eoa',
        text: `The signature lets ${shortAddress(spender)}, an account without code, take ${isUnlimited ? 'all' : 'some'} of your ${shortAddress(token)}: no protocol needs that, drainers do.`,
        severity: isUnlimited ? 'high' : 'medium',
        address: spender,
        evidence: { token, amount: amount.toString() },
      },
    ];
  });

const toAnybody: Rule = ({ grants }) =>
  grants.flatMap(({ spender, token, amount }): CheckReason[] =>
    spender !== null || amount === 0n
      ? []
      : [
          {
            id: 'permit-to-anybody',
            text: `The signature names nobody who may use it to take ${shortAddress(token)}: whoever gets hold of it can.`,
            severity: 'low',
            address: token,
            evidence: { amount: amount.toString() },
          },
        ],
  );

const otherOwner: Rule = ({ grants, from }) =>
  grants.flatMap(({ owner }): CheckReason[] =>
    owner === from
      ? []
      : [
          {
            id: 'permit-other-owner',
            text: `The signature speaks for ${shortAddress(owner)}, which is not who signs it.`,
            severity: 'medium',
            address: owner,
            evidence: { from },
          },
        ],
  );

const farExpiry: Rule = ({ grants, ctx }) =>
  grants.flatMap(({ expiresAt, spender, amount }): CheckReason[] =>
    expiresAt === null || amount === 0n || expiresAt - ctx.timestamp <= YEAR_SECONDS
      ? []
      : [
          {
            id: 'permit-far-expiry',
            text: 'What the signature allows ends in more than a year, or never.',
            severity: 'low',
            address: spender,
            evidence: { expiresAt },
          },
        ],
  );

const manyTokens: Rule = ({ grants }) =>
  grants.length < 4
    ? []
    : [
        {
          id: 'permit-many-tokens',
          text: `One signature hands over ${grants.length} tokens.`,
          severity: 'medium',
          address: grants[0]?.spender ?? null,
          evidence: { tokens: grants.length },
        },
      ];

const RULES: readonly Rule[] = [chainMismatch, contractWithoutCode, otherPermit2, toAccount, toAnybody, otherOwner, farExpiry, manyTokens];

export function signatureReasons(facts: SignatureFacts): readonly CheckReason[] {
  return RULES.flatMap((rule) => rule(facts));
}

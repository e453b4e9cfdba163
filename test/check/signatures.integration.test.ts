import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringToHex } from 'viem';
import { MESSAGE_CHECKS, TYPED_DATA_CHECKS } from '../../src/check/coverage.js';
import { PERMIT2 } from '../../src/check/permit2.js';
import { checkRequestSchema } from '../../src/contracts/check.js';
import { type CheckAnswer, checkAnswerSchema } from '../../src/contracts/check-answer.js';
import { UNLIMITED, usd } from '../../src/lab/amounts.js';
import { address } from '../support/build-transaction.js';
import { type CheckedTown, openCheckedTown } from '../support/checked-town.js';
import { graveIds, missing, serviceOver } from './ask.js';

let opened: CheckedTown;
const STRANGER = address('a stranger');
const SOON = () => Math.floor(Date.now() / 1_000) + 600;

beforeAll(async () => {
  opened = await openCheckedTown();
}, 120_000);
afterAll(() => opened.close());

const user = () => opened.town.plan.users[0].address;
const token = () => opened.town.plan.contracts.usd;

async function ask(subject: object, more: object = {}, service = opened.service): Promise<CheckAnswer> {
  const request = checkRequestSchema.parse({
    chainId: opened.devnet.chainId,
    subject: { from: user(), ...subject },
    deadlineMs: 20_000,
    ...more,
  });
  const answer = await service.check(request as Parameters<typeof service.check>[0]);
  expect(checkAnswerSchema.parse(answer)).toEqual(answer);
  return answer;
}

const typed = (primaryType: string, message: object, domain: object = {}) => ({
  kind: 'typedData',
  data: { domain: { name: 'USD', chainId: opened.devnet.chainId, verifyingContract: token(), ...domain }, primaryType, message },
});
const permit = (spender: string, value: bigint, more: object = {}) =>
  typed('Permit', { owner: user(), spender, value: value.toString(), nonce: 0, deadline: SOON(), ...more });
const permitSingle = (spender: string, amount: bigint, expiration = SOON(), contract: string = PERMIT2) =>
  typed(
    'PermitSingle',
    { details: { token: token(), amount: amount.toString(), expiration, nonce: 0 }, spender, sigDeadline: SOON() },
    { name: 'Permit2', verifyingContract: contract },
  );

describe('typed data before it is signed', () => {
  it('earns benign for a limited permit to a contract, and tells what it exposes', async () => {
    const answer = await ask(permit(opened.town.plan.contracts.router, usd(5)));
    expect({ verdict: answer.verdict, reasons: graveIds(answer), missing: missing(answer) }).toEqual({
      verdict: 'benign',
      reasons: [],
      missing: [],
    });
    expect(
      answer.coverage
        .filter(({ required }) => required)
        .map(({ check }) => check)
        .sort(),
    ).toEqual([...TYPED_DATA_CHECKS].sort());
    expect(answer.exposures).toMatchObject([{ kind: 'permit', owner: user(), token: token(), limit: usd(5).toString(), unlimited: false }]);
    expect(answer.scheme).toBe('ERC-2612 permit');
  });

  it('names permits to accounts, to robbers, for all, for somebody else, and forever', async () => {
    const unlimited = await ask(permit(STRANGER, UNLIMITED));
    expect([unlimited.verdict, graveIds(unlimited)]).toEqual(['malicious', ['permit-unlimited-to-eoa']]);
    expect((await ask(permit(STRANGER, usd(1)))).verdict).toBe('warning');
    const robber = await ask(permit(opened.town.plan.contracts.drainerCollector, usd(1)));
    expect([robber.verdict, graveIds(robber)]).toEqual(['malicious', ['counterparty-flagged']]);
    const other = await ask(permit(opened.town.plan.contracts.router, usd(1), { owner: STRANGER }));
    expect([other.verdict, graveIds(other)]).toEqual(['warning', ['permit-other-owner']]);
    const dai = await ask(typed('Permit', { holder: user(), spender: STRANGER, nonce: 0, expiry: 0, allowed: true }));
    expect(graveIds(dai)).toEqual(['permit-unlimited-to-eoa']);
  });

  it('reads Permit2: singles, batches, transfers, and what only looks like it', async () => {
    const { router } = opened.town.plan.contracts;
    const elsewhere = await ask(permitSingle(router, usd(1), SOON(), token()));
    expect([elsewhere.verdict, graveIds(elsewhere)]).toEqual(['warning', ['permit2-other-contract']]);
    // The devnet has no Permit2: who is asked to check the signature has no code there.
    const single = await ask(permitSingle(STRANGER, 2n ** 160n - 1n, 2 ** 47));
    expect(graveIds(single)).toEqual(['permit-unlimited-to-eoa', 'typed-data-no-contract']);
    const details = Array.from({ length: 4 }, () => ({ token: token(), amount: '1', expiration: SOON(), nonce: 0 }));
    const batch = await ask(typed('PermitBatch', { details, spender: router, sigDeadline: SOON() }, { verifyingContract: PERMIT2 }));
    expect(graveIds(batch)).toContain('permit-many-tokens');
    const permitted = { token: token(), amount: '5' };
    const anybody = await ask(typed('PermitTransferFrom', { permitted, nonce: 0, deadline: SOON() }, { verifyingContract: PERMIT2 }));
    expect(anybody.reasons.map(({ id }) => id)).toContain('permit-to-anybody');
  });

  it('says when the signature is for another chain, for none, or of a kind that it does not know', async () => {
    const { router } = opened.town.plan.contracts;
    const other = await ask(typed('Permit', permit(router, 1n).data.message, { chainId: 1 }));
    expect([other.verdict, graveIds(other)]).toEqual(['malicious', ['typed-data-other-chain']]);
    const nowhere = await ask(typed('Permit', permit(router, 1n).data.message, { chainId: undefined }));
    expect([nowhere.verdict, missing(nowhere)[0]]).toEqual(['not_checked', expect.stringContaining('names no chain')]);
    const unknown = await ask(typed('Lease', { tenant: user() }));
    expect([unknown.verdict, missing(unknown)[0]]).toEqual(['not_checked', expect.stringContaining('Lease')]);
    const broken = await ask(typed('Permit', { owner: user(), spender: router, value: 'much', nonce: 0, deadline: 0 }));
    expect([broken.verdict, missing(broken)[0]]).toEqual(['not_checked', expect.stringContaining('message.value')]);
  });

  it('is not benign where nobody can say whose code is whose', async () => {
    const blind = await ask(permit(opened.town.plan.contracts.router, usd(1)), {}, serviceOver(null));
    expect([blind.verdict, missing(blind)[0]]).toEqual(['not_checked', expect.stringContaining('code')]);
  });
});

describe('a message before it is signed', () => {
  const message = (text: string) => ({ kind: 'message', message: text });
  const signIn = (site: string, account = user(), chain = opened.devnet.chainId) =>
    `${site} wants you to sign in with your Ethereum account:\n${account}\n\nHello.\n\nURI: https://${site}\nVersion: 1\nChain ID: ${chain}\nNonce: 12345678\nIssued At: 2026-01-01T00:00:00Z`;

  it('earns benign for what a person can read, as text and as its bytes', async () => {
    for (const text of ['I was here.', stringToHex('Ich war hier. Übrigens: schön.')]) {
      const answer = await ask(message(text));
      expect([
        answer.verdict,
        answer.reasons,
        answer.coverage
          .filter(({ required }) => required)
          .map(({ check }) => check)
          .sort(),
      ]).toEqual(['benign', [], [...MESSAGE_CHECKS].sort()]);
    }
  });

  it('names a bare hash, a call in disguise, and bytes that nobody can read', async () => {
    expect(graveIds(await ask(message(`0x${'ab'.repeat(32)}`)))).toEqual(['message-is-hash']);
    const call = await ask(message(`0xa9059cbb${'00'.repeat(12)}${'ab'.repeat(20)}${'00'.repeat(31)}05`));
    expect([call.verdict, graveIds(call)]).toEqual(['warning', ['message-is-call']]);
    expect(graveIds(await ask(message('0xff00ff')))).toEqual(['message-unreadable']);
  });

  it('knows a sign-in, and for whom and where it is', async () => {
    const own = await ask(message(signIn('app.example')), { origin: 'https://app.example/login' });
    expect([own.verdict, own.scheme]).toEqual(['benign', 'Sign-In with Ethereum']);
    const other = await ask(message(signIn('app.example')), { origin: 'https://app-example.evil' });
    expect([other.verdict, graveIds(other)]).toEqual(['malicious', ['sign-in-other-site']]);
    const wrong = await ask(message(signIn('app.example', STRANGER, 1)));
    expect(graveIds(wrong)).toEqual(['sign-in-other-account', 'sign-in-other-chain']);
  });

  it('names robbers that it speaks of', async () => {
    const answer = await ask(message(`I owe ${opened.town.plan.residents.exploiter.address} a favour.`));
    expect([answer.verdict, graveIds(answer)]).toEqual(['malicious', ['counterparty-flagged']]);
  });
});

import type { CHECK_ACTIONS } from '../../contracts/check-answer.js';
import type { Address } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import { formatAmount, shortAddress } from '../../core/detect/format.js';
import type { CheckFacts } from '../facts.js';
import type { BalanceChange } from '../simulate/balance-changes.js';
import type { OrderItem } from '../typed-data/signed-intent.js';

export interface Action {
  readonly kind: (typeof CHECK_ACTIONS)[number];
  readonly text: string;
  readonly contract: Address | null;
}

/** What happens, in the words of whoever signs. */
export function actionsOf(facts: CheckFacts, isSeen: boolean): readonly Action[] {
  return [...delegations(facts), ...(isSeen ? effects(facts) : []), ...allowances(facts), ...signed(facts)];
}

function delegations({ delegations: all }: CheckFacts): readonly Action[] {
  return all.map(({ account, delegate }) => ({
    kind: 'delegate',
    text:
      delegate === NATIVE
        ? `${shortAddress(account)} stops delegating`
        : `${shortAddress(account)} lets the code of ${shortAddress(delegate)} act as itself`,
    contract: delegate === NATIVE ? null : delegate,
  }));
}

function effects(facts: CheckFacts): readonly Action[] {
  const decoded = facts.steps.map(({ tx }) => tx.decoded);
  const own = facts.changes.filter(({ party }) => facts.own.has(party));
  const swaps = decoded.flatMap((each) => each.swaps);
  const [swap] = swaps;
  const [paid, got] = [own.filter(({ amount }) => amount < 0n), own.filter(({ amount }) => amount > 0n)];
  const named = (changes: readonly BalanceChange[]) => changes.map((change) => amountText(change, facts)).join(' and ');
  const moved: readonly Action[] =
    swap !== undefined && paid.length > 0 && got.length > 0
      ? [{ kind: 'swap', text: `Swap ${named(paid)} for ${named(got)}`, contract: swap.pool }]
      : [
          ...paid.map(
            (change): Action => ({
              kind: isBurnt(change, facts) ? 'burn' : 'send',
              text: `Send ${amountText(change, facts)}`,
              contract: assetOf(change),
            }),
          ),
          ...got.map(
            (change): Action => ({
              kind: isMinted(change, facts) ? 'mint' : 'receive',
              text: `Receive ${amountText(change, facts)}`,
              contract: assetOf(change),
            }),
          ),
        ];
  const created = facts.steps.flatMap(({ tx }): Action[] =>
    tx.receipt?.contractAddress == null ? [] : [{ kind: 'deploy', text: 'Deploy a contract', contract: tx.receipt.contractAddress }],
  );
  const vaults = decoded.flatMap(({ vaults: all }) =>
    all.map(
      ({ kind, vault }): Action => ({
        kind,
        text: `${kind === 'deposit' ? 'Deposit into' : 'Withdraw from'} ${shortAddress(vault)}`,
        contract: vault,
      }),
    ),
  );
  const admin = decoded
    .flatMap((each) => each.admin)
    .map(({ kind, contract, target }): Action => {
      const what = kind.replaceAll('-', ' ');
      const to = target === null ? '' : `: ${shortAddress(target)}`;
      const isUpgrade = kind === 'upgraded' || kind === 'beacon-upgraded';
      return { kind: isUpgrade ? 'upgrade' : 'change-owner', text: `${shortAddress(contract)} ${what}${to}`, contract };
    });
  const settings = decoded
    .flatMap((each) => each.settings)
    .map(
      ({ kind, contract }): Action => ({
        kind: 'change-setting',
        text: `${shortAddress(contract)}: ${kind.replaceAll('-', ' ')} changes`,
        contract,
      }),
    );
  return [...created, ...moved, ...vaults, ...admin, ...settings];
}

function allowances({ ownExposures, steps, own, tokenOf }: CheckFacts): readonly Action[] {
  const named = (token: Address) => tokenOf(token)?.symbol ?? shortAddress(token);
  const given = ownExposures.map(({ spender, token, unlimited, limit, kind }): Action => {
    const amount = kind === 'for-all' ? 'every piece' : unlimited ? 'all' : formatAmount(limit, tokenOf(token)?.decimals ?? null);
    return { kind: 'approve', text: `Let ${shortAddress(spender)} take ${amount} of your ${named(token)}`, contract: token };
  });
  const revoked = steps.flatMap(({ tx }) =>
    tx.decoded.approvals.flatMap(({ owner, amount, spender, token }): Action[] =>
      own.has(owner) && amount === 0n
        ? [{ kind: 'revoke', text: `Take back what ${shortAddress(spender)} may take of ${named(token)}`, contract: token }]
        : [],
    ),
  );
  return [...given, ...revoked];
}

function signed({ signature, message, tokenOf }: CheckFacts): readonly Action[] {
  const items = (all: readonly OrderItem[]) =>
    all.length === 0
      ? 'nothing'
      : all
          .map(({ token, amount, standard, tokenId }) => {
            if (standard === 'native') return `${formatAmount(amount, 18)} coins`;
            const name = tokenOf(token)?.symbol ?? shortAddress(token);
            return standard === 'erc20'
              ? `${formatAmount(amount, tokenOf(token)?.decimals ?? null)} ${name}`
              : `${name} #${tokenId ?? '?'}`;
          })
          .join(' and ');
  const orders = (signature?.intent?.orders ?? []).map(
    ({ gives, gets }): Action => ({
      kind: 'sign-order',
      text: `Offer ${items(gives)} for ${items(gets)}`,
      contract: signature?.domain.verifyingContract ?? null,
    }),
  );
  const signIn = message?.signIn ?? null;
  return signIn === null ? orders : [...orders, { kind: 'sign-in', text: `Sign in at ${signIn.domain}`, contract: null }];
}

function amountText({ amount, standard, token, tokenId }: BalanceChange, { tokenOf }: CheckFacts): string {
  const size = amount < 0n ? -amount : amount;
  if (standard === 'native') return `${formatAmount(size, 18)} coins`;
  const name = tokenOf(token)?.symbol ?? shortAddress(token);
  return standard === 'erc20' ? `${formatAmount(size, tokenOf(token)?.decimals ?? null)} ${name}` : `${name} #${tokenId}`;
}

function assetOf({ token }: BalanceChange): Address | null {
  return token === NATIVE ? null : token;
}

function isMinted({ token, party }: BalanceChange, { steps }: CheckFacts): boolean {
  return (
    token !== NATIVE &&
    steps.some(({ tx }) => tx.decoded.transfers.some((each) => each.token === token && each.from === NATIVE && each.to === party))
  );
}

function isBurnt({ token, party }: BalanceChange, { steps }: CheckFacts): boolean {
  return (
    token !== NATIVE &&
    steps.some(({ tx }) => tx.decoded.transfers.some((each) => each.token === token && each.to === NATIVE && each.from === party))
  );
}

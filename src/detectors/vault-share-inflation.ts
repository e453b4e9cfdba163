import { type Detection, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { VAULTS } from '../core/trace/selectors.js';
import type { Flow } from '../core/trace/token-flows.js';
import { type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** Gift over deposit. */
  readonly minRatio: bigint;
  /** Natural logarithms. */
  readonly minShareMove: number;
  readonly minSupplyMove: number;
}

/** Tokens that the sender's side gives to a contract by a plain transfer, outside of any call of that contract. */
function gifts(trace: TraceFacts): readonly Flow[] {
  return trace.flows.filter(({ kind, from, to, at }) => {
    if (kind !== 'transfer' || !trace.cluster.has(from) || trace.cluster.has(to) || trace.isSilent(to)) return false;
    return !trace.calls.some((call) => call.index < at && at < call.end && call.to === to);
  });
}

/** A deposit of next to nothing, and then a gift that makes each share dear: who deposits next gets none. */
function isFirstDepositTrap(trace: TraceFacts, gift: Flow, minRatio: bigint): boolean {
  return trace.calls.some((deposit) => {
    if (deposit.kind !== 'CALL' || deposit.failed || deposit.to !== gift.to || deposit.index > gift.at || !VAULTS.has(deposit.selector))
      return false;
    const paid = trace.flows.find(
      ({ token, to, from, at }) =>
        token === gift.token && to === gift.to && trace.cluster.has(from) && at >= deposit.index && at < deposit.end,
    );
    return paid !== undefined && gift.amount >= paid.amount * minRatio;
  });
}

/** By the vault's own event: assets came, and no share was given for them. The trap closed. */
function depositsForNothing(tx: InspectedTransaction): readonly Detection[] {
  const deposit = tx.decoded.vaults.find(({ kind, assets, shares }) => kind === 'deposit' && assets > 0n && shares === 0n);
  if (deposit === undefined) return [];
  return [
    {
      severity: 'high',
      subject: { address: deposit.vault, role: 'vault' },
      parties: [{ address: deposit.owner, role: 'victim' }],
      summary: `${shortAddress(deposit.owner)} deposited into ${shortAddress(deposit.vault)} and received no share for it: whoever holds the shares has the deposit.`,
      reasons: [{ id: 'no-share', text: 'A share is dearer than the whole deposit, as after a gift to a vault with next to no shares.' }],
      evidence: { vault: deposit.vault, owner: deposit.owner, assets: deposit.assets.toString(), shares: '0' },
    },
  ];
}

/** A gift to a vault moves what its shares are worth. See vault-share-inflation.md. */
export default defineDetector<Params>({
  id: 'vault-share-inflation',
  version: 1,
  title: 'Vault share price inflated by a gift',
  maturity: 'stable',
  attack: 'share-inflation',
  stage: 'exploit',
  needs: [],
  on: ['vault', 'calls'],
  params: { minRatio: 10_000n, minShareMove: 0.02, minSupplyMove: Math.log(1.5) },

  inspect(tx, _ctx, params) {
    const worthless = depositsForNothing(tx);
    if (worthless.length > 0) return worthless;
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length < 2 || trace.calls.length < 4) return [];
    const given = gifts(trace);
    if (given.length === 0) return [];
    const trap = given.find((gift) => isFirstDepositTrap(trace, gift, params.minRatio));
    const isLeft = ({ at, to }: Flow) => !trace.calls.some((call) => call.index > at && call.kind === 'CALL' && call.to === to);
    const { view, supply } = trace.prices;
    const moved =
      trace.flashLoans.length > 0 && (view >= params.minShareMove || supply >= params.minSupplyMove) ? given.find(isLeft) : undefined;
    const gift = trap ?? moved;
    if (gift === undefined) return [];
    return [
      accuse(trace, gift.to, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} ${trap === undefined ? 'with borrowed money' : 'deposited next to nothing and then'} gave tokens to ${shortAddress(gift.to)} by a plain transfer: its shares are priced anew.`,
        reasons: [
          { id: 'gift', text: 'Tokens came to the contract by a plain transfer and not by a deposit.', usual: 'nobody gives to a vault' },
          trap === undefined
            ? {
                id: 'price-moved',
                text: 'A share price or supply that was asked for in this transaction moved.',
                value: Math.max(view, supply),
              }
            : { id: 'first-deposit', text: `The deposit before it was at least ${params.minRatio} times smaller.` },
        ],
        evidence: { vault: gift.to, token: gift.token, gift: gift.amount.toString() },
      }),
    ];
  },
});

import type { z } from 'zod';
import { Coverage } from '../../check/coverage.js';
import { Deadline } from '../../check/deadline.js';
import type { CodeInfo } from '../../check/facts.js';
import { codeOf } from '../../check/read/counterparty-code.js';
import { TokenReader } from '../../check/read/token-reads.js';
import { balanceChangesOf } from '../../check/simulate/balance-changes.js';
import { environmentsOn } from '../../check/simulate/environments.js';
import { inspectedFrom } from '../../check/simulate/inspected.js';
import { verdictOf } from '../../check/verdict.js';
import type { tokenCheckRequestSchema, tokenCheckSchema } from '../../contracts/screening.js';
import type { Address, Hex } from '../../core/chain/block.js';
import { FLAGGED_CATEGORIES } from '../../core/detect/detector.js';
import { formatPercent, shortAddress } from '../../core/detect/format.js';
import { messageOf } from '../../core/errors.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { SimulationBlock, Simulator, UnsignedTransaction } from '../../ports/simulator.js';
import { checksum } from '../platform/checksum.js';

type Answer = z.output<typeof tokenCheckSchema>;
type Reason = Answer['reasons'][number];

const REQUIRED = ['labels', 'code', 'transfer'] as const;
const TRANSFER_EVENT: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const BYSTANDERS: readonly Address[] = ['0x5afe5afe00000000000000000000000000b057a1', '0x5afe5afe00000000000000000000000000b057a2'];
/** How far back a holder is looked for. */
const BLOCKS = 5_000;
const MOST_HOLDERS = 8;
const HEAVY_TAX = 0.1;
/** Functions by which an owner rules over other people's tokens. */
const POWERS: ReadonlyMap<Hex, string> = new Map<Hex, string>([
  ['0x8456cb59', 'pause()'],
  ['0xf9f92be4', 'blacklist(address)'],
  ['0x0ecb93c0', 'addBlackList(address)'],
  ['0x40c10f19', 'mint(address,uint256)'],
  ['0x9dc29fac', 'burn(address,uint256)'],
  ['0x8ee88c53', 'setTaxFeePercent(uint256)'],
]);

/** A token before it is bought: who it is, who rules it, and whether it can be passed on. */
export class TokenCheck {
  private readonly reader = new TokenReader();

  constructor(
    private readonly parts: {
      readonly simulatorOf: (chainId: number) => Simulator | null;
      readonly knowledge: Pick<Knowledge, 'labelsOf'>;
      readonly nowMs: () => number;
    },
  ) {}

  async check({ chainId, token: given, holder, deadlineMs }: z.output<typeof tokenCheckRequestSchema>): Promise<Answer> {
    const { nowMs, simulatorOf, knowledge } = this.parts;
    const token = given.toLowerCase() as Address;
    const coverage = new Coverage(REQUIRED);
    const deadline = new Deadline(deadlineMs, nowMs);
    const reasons: Reason[] = [];
    const labels = knowledge.labelsOf(chainId, token);
    const flagged = labels.find(({ category }) => FLAGGED_CATEGORIES.includes(category));
    if (flagged !== undefined) reasons.push(reason('token-flagged', 'high', `${flagged.source} labels it ${flagged.category}.`, token));
    coverage.ran('labels', 0);
    const simulator = simulatorOf(chainId);
    const none = { symbol: null, decimals: null, totalSupply: null, owner: null, proxies: [], transferTax: null };
    const answer = (more: Partial<Answer> = {}): Answer => {
      const list = [...coverage.list()];
      return { token: checksum(token), chainId, reasons, coverage: list, ...none, ...more, verdict: verdictOf(reasons, list) };
    };
    if (simulator === null) {
      for (const check of ['code', 'transfer']) coverage.skipped(check, `Chain ${chainId} is not watched here.`);
      return answer();
    }
    try {
      const block = await deadline.within((timeoutMs) => simulator.block(timeoutMs));
      const place = { simulator, block, deadline };
      const parties = { direct: new Set([token]), inner: new Set<Address>() };
      const [code, reads, [supply, owner]] = await Promise.all([
        codeOf(parties, null, place, coverage, nowMs, new Set()),
        this.reader.read({ tokens: new Set([token]), holdings: [], exposures: [], nonce: null }, { ...place, chainId }, coverage, nowMs),
        deadline.within((timeoutMs) =>
          simulator.read(
            [
              { to: token, input: '0x18160ddd' },
              { to: token, input: '0x8da5cb5b' },
            ],
            block,
            timeoutMs,
          ),
        ),
      ]);
      const info = code.info(token);
      if (code.fact(token) === 'none') reasons.push(reason('token-no-code', 'high', 'There is no contract at this address.', token));
      else reasons.push(...powersOf(info, token));
      const tax =
        code.fact(token) === 'none'
          ? null
          : await this.transferTax(token, holder?.toLowerCase() as Address | undefined, place, chainId, coverage, reasons);
      const known = reads.tokenOf(token);
      return answer({
        symbol: known?.symbol ?? null,
        decimals: known?.decimals ?? null,
        totalSupply: supply == null || supply.length < 66 ? null : BigInt(supply.slice(0, 66)).toString(),
        owner: owner == null || owner.length < 66 ? null : checksum(`0x${owner.slice(26, 66)}`),
        proxies: (info?.proxies ?? []).map(({ kind, implementation }) => ({ kind, implementation: checksum(implementation) })),
        transferTax: tax,
      });
    } catch (error) {
      coverage.failed('transfer', messageOf(error));
      return answer();
    }
  }

  /** A holder's tokens are passed on twice: to somebody, and by that one to another. Null where nobody was found who holds any. */
  private async transferTax(
    token: Address,
    holder: Address | undefined,
    { simulator, block, deadline }: { readonly simulator: Simulator; readonly block: SimulationBlock; readonly deadline: Deadline },
    chainId: number,
    coverage: Coverage,
    reasons: Reason[],
  ): Promise<number | null> {
    const startedAt = this.parts.nowMs();
    const holders = holder === undefined ? await holdersOf(token, simulator, block, deadline) : [holder];
    const balances = await deadline.within((timeoutMs) =>
      simulator.read(
        holders.map((each) => ({ to: token, input: `0x70a08231${each.slice(2).padStart(64, '0')}` as Hex })),
        block,
        timeoutMs,
      ),
    );
    const found = holders.flatMap((each, i) => {
      const held = balances[i] == null || balances[i].length < 66 ? 0n : BigInt(balances[i].slice(0, 66));
      return held > 1n ? [{ from: each, amount: held / 2n }] : [];
    })[0];
    const [first, second] = BYSTANDERS;
    if (found === undefined || first === undefined || second === undefined) {
      coverage.skipped('transfer', 'Nobody was found who holds any: name one as "holder".');
      return null;
    }
    const steps = [transfer(found.from, token, first, found.amount), transfer(first, token, second, found.amount / 2n)];
    const { base } = environmentsOn(block, null, null);
    const simulation = await deadline.within((timeoutMs) => simulator.simulateAll(steps, base, block, timeoutMs));
    if (simulation.kind !== 'ran') {
      coverage[simulation.kind](`transfer`, simulation.reason);
      return null;
    }
    coverage.ran('transfer', this.parts.nowMs() - startedAt);
    if (simulation.runs.some(({ status }) => status === 'reverted')) {
      reasons.push(reason('token-trap', 'high', 'It cannot be passed on: a transfer of what somebody holds is refused.', token));
      return null;
    }
    const facts = { chainId, nonce: 0, gasLimit: base.gas, gasPriceWei: null };
    const [run] = simulation.runs;
    const step = steps[0];
    const arrived =
      run === undefined || step === undefined
        ? 0n
        : (balanceChangesOf(inspectedFrom(step, facts, run).decoded.transfers).find(
            (change) => change.party === first && change.token === token,
          )?.amount ?? 0n);
    const tax = 1 - Number((arrived * 10_000n) / found.amount) / 10_000;
    if (tax > HEAVY_TAX) reasons.push(reason('token-heavy-tax', 'medium', `Each transfer loses ${formatPercent(tax)}.`, token, { tax }));
    return tax;
  }
}

function powersOf(info: CodeInfo | null, token: Address): readonly Reason[] {
  const powers = [...POWERS].flatMap(([selector, name]) => (info?.selectors.has(selector) ? [name] : []));
  return powers.length === 0
    ? []
    : [reason('token-owner-powers', 'low', `Whoever rules ${shortAddress(token)} has ${powers.join(', ')}.`, token, { powers })];
}

async function holdersOf(token: Address, simulator: Simulator, block: SimulationBlock, deadline: Deadline): Promise<readonly Address[]> {
  const logs = await deadline.within((timeoutMs) =>
    simulator.logs({ address: token, topics: [TRANSFER_EVENT], from: Math.max(0, block.number - BLOCKS), to: block.number }, timeoutMs),
  );
  const receivers = logs.flatMap(({ topics }): Address[] => (topics[2] === undefined ? [] : [`0x${topics[2].slice(26)}`]));
  return [...new Set(receivers.reverse())].slice(0, MOST_HOLDERS);
}

function transfer(from: Address, token: Address, to: Address, amount: bigint): UnsignedTransaction {
  return { from, to: token, valueWei: 0n, input: `0xa9059cbb${to.slice(2).padStart(64, '0')}${amount.toString(16).padStart(64, '0')}` };
}

function reason(id: string, severity: Reason['severity'], text: string, address: Address, evidence: Reason['evidence'] = {}): Reason {
  return { id, severity, text, address: checksum(address), evidence };
}

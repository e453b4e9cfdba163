import type { Block } from '../../chain/block.js';
import { type Finding, severityRank } from '../../detect/finding.js';
import { type Account, accountOf } from '../account.js';
import { Amount } from '../amount.js';
import { Unknowable } from './unknowable.js';

export class BlockView {
  constructor(
    private readonly block: Block,
    private readonly highestRisk: number | null,
  ) {}

  get number(): bigint {
    return BigInt(this.block.number);
  }
  get hash(): string {
    return this.block.hash;
  }
  get timestamp(): bigint {
    return BigInt(this.block.header.timestamp);
  }
  get miner(): Account {
    return accountOf(this.block.header.miner);
  }
  get transactions(): bigint {
    return BigInt(this.block.transactions.length);
  }
  get gasUsed(): bigint {
    return BigInt(this.block.header.gasUsed);
  }
  get gasLimit(): bigint {
    return BigInt(this.block.header.gasLimit);
  }
  get baseFee(): Amount {
    return new Amount(this.block.header.baseFeePerGasWei ?? 0n);
  }
  get maxRisk(): number {
    if (this.highestRisk === null) throw new Unknowable('no model scored this block');
    return this.highestRisk;
  }
}

export class ScoreView {
  constructor(
    private readonly riskOrNull: number | null,
    private readonly read: () => Readonly<Record<string, number>>,
  ) {}

  get known(): boolean {
    return this.riskOrNull !== null;
  }
  get risk(): number {
    if (this.riskOrNull === null) throw new Unknowable('no model scored this: ask score.known first');
    return this.riskOrNull;
  }
  /** Only those that are known. */
  get features(): Readonly<Record<string, number>> {
    return this.read();
  }
}

export class FindingView {
  constructor(private readonly finding: Finding) {}

  get detector(): string {
    return this.finding.detectorId;
  }
  get stage(): string {
    return this.finding.stage;
  }
  get severity(): string {
    return this.finding.severity;
  }
  /** 0 info … 4 critical, so that severities compare. */
  get rank(): bigint {
    return BigInt(severityRank(this.finding.severity));
  }
  get title(): string {
    return this.finding.title;
  }
  get summary(): string {
    return this.finding.summary;
  }
  get subject(): Account {
    return accountOf(this.finding.subject.address);
  }
  get role(): string {
    return this.finding.subject.role;
  }
  get parties(): readonly Account[] {
    return this.finding.parties.map(({ address }) => accountOf(address));
  }
}

import { SCENARIOS } from './scenarios/catalogue.js';
import type { Scenario } from './stage.js';
import type { Town } from './town.js';

/** Which story begins when: attack after attack in turn, each followed half an interval later by its benign twin. */
export class Rotation {
  private block = 0;
  private begun = 0;
  private current: Scenario | undefined;

  constructor(
    private readonly town: Town,
    private readonly everyBlocks: number,
    /** Which story comes first. */
    private readonly first: number,
    private readonly most: number = Number.POSITIVE_INFINITY,
  ) {}

  get attacksBegun(): number {
    return this.begun;
  }

  /** To be called before each block. */
  next(): void {
    const at = this.block % this.everyBlocks;
    if (at === 0 && this.begun < this.most) {
      this.current = SCENARIOS[(this.first + this.begun) % SCENARIOS.length];
      this.begun += 1;
      if (this.current !== undefined) this.town.begin(this.current, 'attack');
    } else if (at === this.everyBlocks >> 1 && this.current !== undefined) {
      this.town.begin(this.current, 'twin');
      this.current = undefined;
    }
    this.block += 1;
  }
}

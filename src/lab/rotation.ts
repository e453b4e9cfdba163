import { SCENARIOS } from './scenarios/catalogue.js';
import type { Scenario } from './stage.js';
import type { Town } from './town.js';

export interface RotationOptions {
  readonly everyBlocks: number;
  /** Which story comes first. */
  readonly first?: number;
  readonly most?: number;
  readonly scenarios?: readonly Scenario[];
  /** Time passes by itself: stories that need hours are left out. */
  readonly isInRealTime?: boolean;
}

/** Which story begins when: attack after attack in turn, each followed half an interval later by its benign twin. */
export class Rotation {
  private block = 0;
  private begun = 0;
  private current: Scenario | undefined;
  private readonly scenarios: readonly Scenario[];

  constructor(
    private readonly town: Town,
    private readonly options: RotationOptions,
  ) {
    const { scenarios = SCENARIOS } = options;
    this.scenarios = scenarios.filter((scenario) => this.isPlayable(scenario, 'attack'));
  }

  get attacksBegun(): number {
    return this.begun;
  }

  /** To be called before each block. */
  next(): void {
    const { everyBlocks, first = 0, most = Number.POSITIVE_INFINITY } = this.options;
    const at = this.block % everyBlocks;
    if (at === 0 && this.begun < most) {
      this.current = this.scenarios[(first + this.begun) % this.scenarios.length];
      this.begun += 1;
      if (this.current !== undefined) this.town.begin(this.current, 'attack');
    } else if (at === everyBlocks >> 1 && this.current !== undefined) {
      if (this.isPlayable(this.current, 'twin')) this.town.begin(this.current, 'twin');
      this.current = undefined;
    }
    this.block += 1;
  }

  private isPlayable({ takesTime }: Scenario, side: 'attack' | 'twin'): boolean {
    return this.options.isInRealTime !== true || takesTime?.includes(side) !== true;
  }
}

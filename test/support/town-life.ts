import { setTimeout as sleep } from 'node:timers/promises';
import { Rotation } from '../../src/lab/rotation.js';
import type { Scenario } from '../../src/lab/stage.js';
import type { MinedDeed, Town } from '../../src/lab/town.js';

const CALM_BLOCKS = 6;
/** Between two attacks. */
const EVERY = 6;
const CODE_IS_OLD_AFTER_S = 2 * 86_400;

/** The town's life, told in parts: what was mined, and which of it were attacks. */
export class Life {
  readonly attacks: MinedDeed[] = [];
  private readonly rotation: Rotation;
  private block = 0;

  constructor(
    readonly town: Town,
    private readonly stories: readonly Scenario[],
  ) {
    this.rotation = new Rotation(town, { everyBlocks: EVERY, scenarios: stories });
  }

  /** `everyMs`: at most a block in this time, as a chain has; 0: as fast as it goes. */
  async goOn(until: () => boolean, everyMs = 0): Promise<void> {
    while (!until()) {
      const pause = everyMs === 0 ? Promise.resolve() : sleep(everyMs);
      if (this.block >= CALM_BLOCKS) this.rotation.next();
      // Code must be able to be old before the first attack.
      const { deeds } = await this.town.mine(this.town.headTimestamp + (this.block === CALM_BLOCKS ? CODE_IS_OLD_AFTER_S : 12));
      this.attacks.push(...deeds.filter(({ kind }) => kind === 'attack'));
      this.block += 1;
      await pause;
    }
  }

  get attacksBegun(): number {
    return this.rotation.attacksBegun;
  }

  /** Every story was told that often, to its end. */
  isTold(times: number): boolean {
    return this.attacksBegun >= times * this.stories.length && this.town.isQuiet;
  }
}

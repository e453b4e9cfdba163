import { describe, expect, it } from '@jest/globals';
import { createLookAlikes } from '../../../src/dashboard/signs/look-alikes.js';
import { addressOf } from '../support/story.js';
import { FRIEND, IMITATION } from '../support/town.js';

describe('addresses that look alike', () => {
  it('are known to each other once both were shown, and those who read them are told', () => {
    const lookAlikes = createLookAlikes();
    let told = 0;
    lookAlikes.subscribe(() => {
      told += 1;
    });
    lookAlikes.note(FRIEND);
    lookAlikes.note(FRIEND.toUpperCase().replace('0X', '0x'));
    expect([lookAlikes.twinOf(FRIEND), told]).toEqual([null, 0]);
    lookAlikes.note(IMITATION);
    expect([lookAlikes.twinOf(FRIEND), lookAlikes.twinOf(IMITATION), told]).toEqual([IMITATION, FRIEND, 1]);
  });

  it('are remembered within a bound', () => {
    const lookAlikes = createLookAlikes(10);
    lookAlikes.note(FRIEND);
    for (let at = 0; at < 20; at += 1) lookAlikes.note(addressOf(`other ${at}`));
    lookAlikes.note(IMITATION);
    expect(lookAlikes.twinOf(IMITATION)).toBeNull();
  });
});

import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'contract-metamorphic';
const SALT = `0x${'07'.repeat(32)}`;

/** A contract comes and goes, and another code stands at its address some blocks later. */
export const contractMetamorphic: Scenario = {
  detectorId,

  *attack(stage) {
    const shifter = stage.newcomer('shapeshifter', ether(2));
    yield;
    const factory = stage.create(shifter, 'MetamorphicFactory');
    const harmless = stage.create(shifter, 'HarmlessForm');
    const harmful = stage.create(shifter, 'HarmfulForm');
    yield;
    stage.act(shifter, factory, 'metamorphose', [harmless.address, SALT, true]);
    yield;
    yield;
    return deeds(detectorId, 'attack', stage.act(shifter, factory, 'metamorphose', [harmful.address, SALT, false]));
  },

  /** Clones at addresses that can be foretold, each at its own, none of which ends. */
  *twin(stage) {
    const builder = stage.newcomer('builder', ether(2));
    yield;
    const factory = stage.create(builder, 'CloneFactory');
    const code = stage.create(builder, 'RegistryV1');
    yield;
    const clones = [1, 2].map((n) => stage.act(builder, factory, 'cloneDeterministic', [code.address, `0x${`0${n}`.repeat(32)}`]));
    return deeds(detectorId, 'twin', ...clones);
  },
};

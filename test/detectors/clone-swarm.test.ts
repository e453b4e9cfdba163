import detector from '../../src/detectors/clone-swarm.js';
import { ATTACKER, address, type CallTree, TOKEN } from '../support/build-transaction.js';
import { transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const MAKER = address('maker');
const GIFTS = address('gifts');
const CLAIM = '0x4e71d92d';
const clones = [1, 2, 3, 4].map((i) => address(`clone-${i}`));
const swarm = (claim: (clone: (typeof clones)[number]) => CallTree) => ({
  from: ATTACKER,
  trace: {
    to: MAKER,
    calls: clones.flatMap((clone) => [
      { to: clone, kind: 'CREATE' as const },
      { to: clone, calls: [claim(clone)] },
    ]),
  },
});

detectorTables(
  detector,
  [
    {
      when: 'a gift for each clone',
      tx: swarm((clone) => ({ to: GIFTS, selector: CLAIM, calls: [transfer(TOKEN, clone, 5n * 10n ** 18n)] })),
      severity: 'high',
      subject: GIFTS,
      evidence: { clones: 4, calls: 4, selector: CLAIM },
    },
    {
      when: 'a call that reaches further contracts, though nothing was gained yet',
      tx: swarm(() => ({ to: GIFTS, selector: CLAIM, calls: [{ to: address('nft') }] })),
      severity: 'high',
      subject: GIFTS,
    },
    {
      when: 'a mere entry for each clone, with less weight',
      tx: swarm(() => ({ to: GIFTS, selector: CLAIM })),
      severity: 'medium',
      subject: GIFTS,
    },
  ],
  [
    {
      when: 'two clones',
      tx: {
        trace: {
          to: MAKER,
          calls: clones.slice(0, 2).flatMap((to) => [
            { to, kind: 'CREATE' as const },
            { to, calls: [{ to: GIFTS, selector: CLAIM }] },
          ]),
        },
      },
    },
    {
      when: 'a factory that fills what it makes',
      tx: { trace: { to: MAKER, calls: clones.flatMap((to) => [{ to, kind: 'CREATE' as const }, transfer(TOKEN, to, 5n)]) } },
    },
    {
      when: 'clones that somebody else makes',
      tx: {
        trace: {
          to: MAKER,
          calls: [
            {
              to: address('factory'),
              calls: clones.flatMap((to) => [
                { to, kind: 'CREATE' as const },
                { to: GIFTS, selector: CLAIM },
              ]),
            },
          ],
        },
      },
    },
  ],
);

import detector from '../../src/detectors/contract-metamorphic.js';
import { address } from '../support/build-transaction.js';
import { codeOf } from '../support/code.js';
import { detectorTables } from '../support/detector-tables.js';

const NEW = address('new');
const FACTORY = address('factory');
/** STATICCALL asks for an implementation, EXTCODECOPY takes its code, RETURN makes it one's own. */
const COPIER = '0x5860208158601c335a63aaf10f428752fa158151803b80938091923cf3';
const makes = (kind: 'CREATE' | 'CREATE2', selector: `0x${string}` = codeOf({ bytes: 300 })) => ({
  trace: { to: FACTORY, calls: [{ to: NEW, kind, selector, output: codeOf({ bytes: 200 }) }] },
});

detectorTables(
  detector,
  [
    {
      when: 'a contract where one was before',
      tx: makes('CREATE2'),
      context: { history: { creationsOf: () => 1 } },
      severity: 'high',
      subject: NEW,
      evidence: { factory: FACTORY, createdBefore: 1 },
    },
    {
      when: 'a contract where one destroyed itself',
      tx: makes('CREATE'),
      context: { history: { destroyedAt: () => 5 } },
      severity: 'high',
      subject: NEW,
    },
    { when: 'creation code that copies whatever its maker points at', tx: makes('CREATE2', COPIER), severity: 'medium', subject: NEW },
  ],
  [
    { when: 'an ordinary CREATE2', tx: makes('CREATE2') },
    { when: 'an ordinary CREATE', tx: makes('CREATE') },
    {
      when: 'a creation that was undone',
      tx: { trace: { to: FACTORY, failed: true, calls: [{ to: NEW, kind: 'CREATE2' as const }] } },
      context: { history: { creationsOf: () => 1 } },
    },
  ],
);

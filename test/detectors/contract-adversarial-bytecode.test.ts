import detector from '../../src/detectors/contract-adversarial-bytecode.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { addressInCode, codeOf, FLASH_SELECTORS } from '../support/code.js';
import { detectorTables } from '../support/detector-tables.js';

const NEW = address('new');
const TARGETS = [1, 2, 3].map(addressInCode);
const SELFDESTRUCT = '33ff';
const MANY = Array.from({ length: 14 }, (_, i) => `0x1234560${i.toString(16)}` as const);
const deploys = (parts: Parameters<typeof codeOf>[0], nonce = 0) => ({
  from: ATTACKER,
  to: null,
  creates: NEW,
  input: codeOf({ bytes: 900, ...parts }),
  nonce,
});
const tool = { addresses: TARGETS, selectors: FLASH_SELECTORS, operations: SELFDESTRUCT };

detectorTables(
  detector,
  [
    {
      when: 'a call-back, written-in addresses, few functions and self-destruct',
      tx: deploys(tool, 900),
      severity: 'medium',
      subject: NEW,
      evidence: { signs: ['flash-loan-call-back', 'embedded-addresses', 'few-functions', 'self-destruct'] },
    },
    {
      when: 'the same without self-destruct, by a fresh account',
      tx: deploys({ ...tool, operations: '' }),
      severity: 'medium',
      subject: NEW,
    },
    {
      when: 'approvals given while it is deployed, in a trace',
      tx: {
        from: ATTACKER,
        nonce: 900,
        trace: {
          to: address('factory'),
          calls: [
            {
              to: NEW,
              kind: 'CREATE',
              selector: `0x63095ea7b3${codeOf({ ...tool, operations: '', bytes: 900 }).slice(2)}`,
              output: codeOf({ ...tool, operations: '', bytes: 900 }),
            },
          ],
        },
      },
      severity: 'medium',
      subject: NEW,
    },
  ],
  [
    { when: 'a flash-loan user of an established account', tx: deploys({ ...tool, operations: '' }, 900) },
    { when: 'a protocol with many functions', tx: deploys({ selectors: MANY, addresses: TARGETS }, 900) },
    { when: 'a wallet that can destroy itself', tx: deploys({ selectors: MANY.slice(0, 3), operations: SELFDESTRUCT }) },
    { when: 'code too small for an attack', tx: { ...deploys(tool), input: codeOf({ ...tool, bytes: 0 }) } },
  ],
);

import detector from '../../src/detectors/token-impersonation.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { codeOf, TOKEN_SELECTORS } from '../support/code.js';
import { detectorTables } from '../support/detector-tables.js';

const FAKE = address('fake');
const word = (value: number) => value.toString(16).padStart(64, '0');
const text = (letters: string) => `${word(letters.length)}${Buffer.from(letters).toString('hex').padEnd(64, '0')}`;
const deploy = (name: string, symbol: string) => ({
  from: ATTACKER,
  to: null,
  creates: FAKE,
  input: `${codeOf({ selectors: TOKEN_SELECTORS })}${word(64)}${word(128)}${text(name)}${text(symbol)}` as const,
});
const TRUE_ONE = address('true-one');

detectorTables(
  detector,
  [
    {
      when: 'a second USD Coin',
      tx: deploy('USD Coin', 'USDC'),
      severity: 'medium',
      subject: FAKE,
      evidence: { name: 'USD Coin', symbol: 'USDC', imitated: null },
    },
    {
      when: 'the name of a dollar that this chain knows',
      tx: deploy('Town Dollar', 'TUSD'),
      context: { labels: { [TRUE_ONE]: 'stablecoin' }, history: { firstNamed: () => TRUE_ONE } },
      severity: 'medium',
      subject: FAKE,
      evidence: { imitated: TRUE_ONE },
    },
  ],
  [
    { when: 'a name of its own', tx: deploy('Harbour Points', 'HRBP') },
    { when: 'the symbol alone', tx: deploy('My Own Coin', 'USDC') },
    {
      when: 'a name that another unknown token has',
      tx: deploy('Harbour Points', 'HRBP'),
      context: { history: { firstNamed: () => TRUE_ONE } },
    },
    { when: 'the true one', tx: deploy('USD Coin', 'USDC'), context: { labels: { [FAKE]: 'stablecoin' } } },
  ],
);

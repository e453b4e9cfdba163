import { CONTRACT, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a flagged contract on the way',
      'medium',
      { counterparties: { direct: new Set(), inner: new Set([THIEF]) }, labels: { [THIEF]: 'exploiter' } },
    ],
  ],
  silent: [
    ['an unknown one', { counterparties: { direct: new Set(), inner: new Set([CONTRACT]) } }],
    ['one that was named', { counterparties: { direct: new Set([THIEF]), inner: new Set([THIEF]) }, labels: { [THIEF]: 'exploiter' } }],
  ],
});

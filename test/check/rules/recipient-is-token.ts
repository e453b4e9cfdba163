import { call } from './calls.js';
import { FRIEND, OTHER_TOKEN, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['a token sent to itself', 'medium', { call: { to: TOKEN, input: call.transfer(TOKEN, 5n) } }],
    [
      'a token sent to another',
      'medium',
      {
        call: { to: TOKEN, input: call.transfer(OTHER_TOKEN, 5n) },
        code: { [OTHER_TOKEN]: { selectors: new Set(['0xa9059cbb', '0x70a08231']) } },
      },
    ],
  ],
  silent: [
    ['a token sent to a person', { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) } }],
    ['coins sent to a contract', { call: { to: TOKEN, valueWei: 5n } }],
  ],
});

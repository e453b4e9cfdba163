import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, OTHER_TOKEN, ROUTER, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['shares for a stranger', 'high', { call: { to: CONTRACT, input: call.deposit(5n, THIEF) } }],
    ['liquidity for a contract', 'medium', { call: { to: ROUTER, input: call.addLiquidity(TOKEN, OTHER_TOKEN, CONTRACT) } }],
  ],
  silent: [
    ['shares for me', { call: { to: CONTRACT, input: call.deposit(5n, ME) } }],
    ['a transfer', { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) } }],
  ],
});

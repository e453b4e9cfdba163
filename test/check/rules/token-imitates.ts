import { CONTRACT, ME, move, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['another USDC', 'medium', { call: {}, transfers: [move(TOKEN, CONTRACT, ME, 5n)], tokenOf: () => ({ symbol: 'USDС', decimals: 6 }) }],
  ],
  silent: [
    ['a token of its own', { call: {}, transfers: [move(TOKEN, CONTRACT, ME, 5n)], tokenOf: () => ({ symbol: 'TOWN', decimals: 6 }) }],
    [
      'another chain',
      { chainId: 31_337, call: {}, transfers: [move(TOKEN, CONTRACT, ME, 5n)], tokenOf: () => ({ symbol: 'USDC', decimals: 6 }) },
    ],
  ],
});

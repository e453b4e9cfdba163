import { TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a honeypot', 'high', { call: {}, traps: [{ token: TOKEN, arrives: null }] }]],
  silent: [
    ['a tax', { call: {}, traps: [{ token: TOKEN, arrives: 0.4 }] }],
    ['an ordinary token', { call: {} }],
  ],
});

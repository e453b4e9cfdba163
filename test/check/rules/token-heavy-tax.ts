import { TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['thirty per cent', 'medium', { call: {}, traps: [{ token: TOKEN, arrives: 0.7 }] }],
    ['sixty per cent', 'high', { call: {}, traps: [{ token: TOKEN, arrives: 0.4 }] }],
  ],
  silent: [['a honeypot, which is told otherwise', { call: {}, traps: [{ token: TOKEN, arrives: null }] }]],
});

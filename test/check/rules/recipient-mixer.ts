import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [['a deposit into a mixer', 'medium', { call: { to: CONTRACT, valueWei: 5n }, labels: { [CONTRACT]: 'mixer' } }]],
  silent: [['any other contract', { call: { to: CONTRACT, valueWei: 5n } }]],
});

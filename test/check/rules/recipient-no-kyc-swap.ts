import { FRIEND, tables } from './facts.js';

export default tables({
  fires: [['a payment to such a service', 'low', { call: { to: FRIEND, valueWei: 5n }, labels: { [FRIEND]: 'no-kyc-swap' } }]],
  silent: [['a payment to a person', { call: { to: FRIEND, valueWei: 5n } }]],
});

import { STRANGER, tables } from './facts.js';

export default tables({
  fires: [['an account', 'medium', { typedData: { domain: { verifyingContract: STRANGER }, primaryType: 'Ballot', message: {} } }]],
  silent: [['a contract', { typedData: { primaryType: 'Ballot', message: {} } }]],
});

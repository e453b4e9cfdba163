import { TOKEN, tables } from './facts.js';

export default tables({
  fires: [['the token itself', 'medium', { approvals: [{ spender: TOKEN }] }]],
  silent: [['another contract', { approvals: [{}] }]],
});

import { DAY, NOW, tables } from './facts.js';

export default tables({
  fires: [['ten years', 'low', { approvals: [{ kind: 'permit2', expiresAt: NOW + 3650 * DAY }] }]],
  silent: [
    ['a month', { approvals: [{ kind: 'permit2', expiresAt: NOW + 30 * DAY }] }],
    ['an ERC-20 allowance, which has no end', { approvals: [{}] }],
  ],
});

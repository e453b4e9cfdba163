import { tables } from './facts.js';

export default tables({
  fires: [['a cut tree', 'medium', { call: {}, isCut: true }]],
  silent: [['a whole one', { call: {} }]],
});

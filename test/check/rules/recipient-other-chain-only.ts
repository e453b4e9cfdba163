import { FRIEND, ME, tables } from './facts.js';

export default tables({
  fires: [['a contract of another chain', 'medium', { call: { to: FRIEND, valueWei: 5n }, codeElsewhere: new Map([[FRIEND, 10]]) }]],
  silent: [
    ['a person', { call: { to: FRIEND, valueWei: 5n } }],
    ['one that is there here as well', { call: { to: FRIEND, valueWei: 5n }, contracts: [FRIEND], codeElsewhere: new Map([[FRIEND, 10]]) }],
    ['somebody else', { call: { to: FRIEND, valueWei: 5n }, codeElsewhere: new Map([[ME, 10]]) }],
  ],
});

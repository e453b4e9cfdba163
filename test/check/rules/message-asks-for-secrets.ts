import { tables } from './facts.js';

export default tables({
  fires: [['a seed phrase', 'high', { kind: 'message', message: { text: 'Verify your seed phrase to go on', bytes: null, signIn: null } }]],
  silent: [['a greeting', { kind: 'message', message: { text: 'Welcome back', bytes: null, signIn: null } }]],
});

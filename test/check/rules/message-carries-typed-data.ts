import { tables } from './facts.js';

export default tables({
  fires: [
    [
      'a document',
      'medium',
      { kind: 'message', message: { text: '{"domain": {}, "primaryType": "Permit", "message": {}}', bytes: null, signIn: null } },
    ],
  ],
  silent: [['text', { kind: 'message', message: { text: 'hello', bytes: null, signIn: null } }]],
});

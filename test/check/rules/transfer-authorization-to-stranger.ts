import { FRIEND, ME, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a stranger',
      'low',
      {
        typedData: { primaryType: 'TransferWithAuthorization', message: { from: ME, to: STRANGER, value: '5', validBefore: '1750009999' } },
      },
    ],
  ],
  silent: [
    [
      'somebody paid before',
      {
        typedData: { primaryType: 'TransferWithAuthorization', message: { from: ME, to: FRIEND, value: '5', validBefore: '1750009999' } },
        history: { paidBy: () => [FRIEND] },
      },
    ],
  ],
});

import { address } from '../../support/build-transaction.js';
import { type SetSubject, writerOf } from './subjects.js';
import { ETHER, MUCH, type World } from './world.js';

const PILLS = ['number', 'timestamp', 'coinbase', 'gasLimit', 'baseFee', 'balance', 'gasPrice', 'gasLeft', 'randao'] as const;

/** What robs people. */
export function maliciousSubjects(world: World): readonly SetSubject[] {
  const w = writerOf(world);
  const { me, friend, thief, listedThief, call } = world;
  const { where, tx, typed } = w;
  const strangers = ['a', 'b', 'c'].map((name) => address(`stranger ${name}`));
  const toll = ETHER / 10n;
  const order = (more: object) => ({
    sellToken: where('usd'),
    buyToken: where('gold'),
    receiver: me,
    sellAmount: `${100n * ETHER}`,
    buyAmount: `${50n * ETHER}`,
    validTo: w.soon(),
    feeAmount: '0',
    kind: 'sell',
    ...more,
  });
  const permit = (spender: string, value: bigint, more: object = {}) => ({
    owner: me,
    spender,
    value: `${value}`,
    nonce: '0',
    deadline: w.soon(),
    ...more,
  });
  const delegation = (name: string, delegate: string, more: object = {}): SetSubject => ({
    name,
    subject: { kind: 'authorization', from: me, chainId: world.chainId, address: where(delegate), nonce: '1', ...more },
  });
  return [
    ...PILLS.map((fact) => tx(`pill of ${fact}`, where(`pill.${fact}`), call('pill.number', 'mint'), toll)),
    ...['parity.number', 'parity.time', 'pill.hash', 'pill.two', 'pill.purse'].map((name) =>
      tx(`pill of another shape: ${name}`, where(name), call('pill.hash', 'deposit'), toll),
    ),
    tx('pill behind a proxy', where('pillProxy'), call('pill.number', 'mint'), toll),
    tx('pill that takes tokens', where('harvester'), call('pill.hash', 'harvest', where('usd'))),
    w.batch(
      'pill in a batch',
      [where('usd'), call('usd', 'transfer', friend, 1n)],
      [where('harvester'), call('pill.hash', 'harvest', where('usd'))],
    ),
    tx('time bomb', where('timeBomb'), call('switched', 'enter'), toll),
    tx('switch of modes', where('modeSwitch'), call('switched', 'enter'), toll),
    tx('switch in a list', where('listSwitch'), call('switched', 'enter'), toll),
    tx('switch that is an address', where('helperSwitch'), call('switched', 'enter'), toll),
    ...['Claim', 'SecurityUpdate', 'claimReward', 'connect'].map((name) =>
      tx(`promise: ${name}`, where('promises'), call('promises', name), toll),
    ),
    tx('promise that takes all of a token into a contract', where('promises'), call('promises', 'getFreeTokens', where('usd'))),
    tx('ownership that moves by the way', where('meddler'), call('meddler', 'vote', where('owned'), thief)),
    tx('token that keeps most of itself', where('router'), w.swap(ETHER, 'usd', 'taxed')),
    tx('multicall in a multicall', where('usd'), call('usd', 'multicall', [call('usd', 'multicall', [w.approve(thief)])])),
    tx(
      'batch in a batch of a Safe',
      where('safe'),
      w.safe(where('multiSend'), w.packed([where('multiSend'), w.packed([where('gold'), w.approve(thief)]), true]), 1),
    ),
    tx('approval of Permit2’s kind for an account', where('usd'), call('usd', 'approve', thief, 2n ** 160n - 1n)),
    tx(
      'payroll to a listed thief',
      where('disperse'),
      call('disperse', 'disperseToken', where('usd'), [friend, listedThief], [ETHER, ETHER]),
    ),
    typed('Blur listing for nothing', where('market'), 'Order', {
      trader: me,
      side: '1',
      matchingPolicy: where('market'),
      collection: where('pieces'),
      tokenId: '2',
      amount: '1',
      paymentToken: w.NOBODY,
      price: '0',
      listingTime: '0',
      expirationTime: w.soon(),
      fees: [],
      salt: '1',
      extraParams: '0x',
    }),
    typed('0x order for nothing', where('router'), 'LimitOrder', {
      makerToken: where('usd'),
      takerToken: where('gold'),
      makerAmount: `${100n * ETHER}`,
      takerAmount: '0',
      maker: me,
      taker: thief,
      expiry: w.soon(),
      salt: '1',
    }),
    typed('UniswapX order for nothing', '0x000000000022d473030f116ddee9f6b43ac78ba3', 'PermitWitnessTransferFrom', {
      permitted: { token: where('usd'), amount: `${100n * ETHER}` },
      spender: where('router'),
      nonce: '1',
      deadline: w.soon(),
      witness: {
        info: { swapper: me },
        outputs: [{ token: where('gold'), startAmount: `${50n * ETHER}`, endAmount: `${50n * ETHER}`, recipient: thief }],
      },
    }),
    typed('gasless payment to a listed thief', where('usd'), 'ReceiveWithAuthorization', {
      from: me,
      to: listedThief,
      value: `${ETHER}`,
      validAfter: '0',
      validBefore: w.soon(),
      nonce: `0x${'1'.repeat(64)}`,
    }),
    delegation('delegation to code that sweeps when it is called', 'quietDelegate'),
    w.operation('pill in an operation', call('account', 'execute', where('pill.coinbase'), toll, call('pill.number', 'mint'))),
    tx('pill through a Safe', where('safe'), w.safe(where('pill.timestamp'), call('pill.number', 'mint'), 0, toll)),
    tx('switch', where('switched'), call('switched', 'enter'), toll),
    tx('switch behind an address', where('packedSwitch'), call('packedSwitch', 'enter'), toll),
    tx('switch in another contract', where('remoteSwitch'), call('remoteSwitch', 'enter'), toll),
    ...strangers.map((stranger, i) =>
      tx(`all of a coin for an account ${i}`, where(['usd', 'gold', 'silver'][i] ?? 'usd'), w.approve(stranger)),
    ),
    tx('some of a coin for an account', where('usd'), w.approve(thief, 500n * ETHER)),
    tx('all by increaseAllowance', where('usd'), call('usd', 'increaseAllowance', thief, MUCH / 2n)),
    ...['usd', 'gold'].map((coin) => tx(`approval of ${coin} to a listed drainer`, where(coin), w.approve(where('listedDrainer')))),
    ...strangers.map((stranger, i) =>
      tx(`every piece for an account ${i}`, where('pieces'), call('pieces', 'setApprovalForAll', stranger, true)),
    ),
    tx('approval in a multicall', where('usd'), call('usd', 'multicall', [call('usd', 'transfer', friend, 1n), w.approve(thief)])),
    tx('increase in a multicall', where('usd'), call('usd', 'multicall', [call('usd', 'increaseAllowance', thief, MUCH / 2n)])),
    tx('Safe approves an account', where('safe'), w.safe(where('usd'), w.approve(thief))),
    tx(
      'Safe approves an account in a batch',
      where('safe'),
      w.safe(where('multiSend'), w.packed([where('usd'), call('usd', 'transfer', friend, 1n)], [where('gold'), w.approve(thief)]), 1),
    ),
    tx('Safe runs foreign code', where('safe'), w.safe(where('library'), call('library', 'upgrade', thief), 1)),
    tx('Safe lets a module in', where('safe'), w.safe(where('safe'), call('safe', 'enableModule', where('drainer')))),
    typed('Safe signs foreign code', where('safe'), 'SafeTx', {
      to: where('library'),
      value: '0',
      data: call('library', 'upgrade', thief),
      operation: 1,
      nonce: '0',
    }),
    typed('Safe signs an approval for an account', where('safe'), 'SafeTx', {
      to: where('usd'),
      value: '0',
      data: w.approve(thief),
      operation: 0,
      nonce: '0',
    }),
    typed('Safe signs a batch with an approval', where('safe'), 'SafeTx', {
      to: where('multiSend'),
      value: '0',
      data: w.packed([where('usd'), call('usd', 'transfer', friend, 1n)], [where('gold'), w.approve(thief)]),
      operation: 1,
      nonce: '0',
    }),
    w.operation('operation that approves an account', call('account', 'execute', where('usd'), 0n, w.approve(thief))),
    w.operation(
      'operation with an approval among others',
      w.many([where('usd'), call('usd', 'transfer', friend, 1n)], [where('gold'), w.approve(thief)]),
    ),
    w.operation('operation that pays a listed thief', call('account', 'execute', listedThief, toll, '0x')),
    w.operation(
      'operation that gives every piece away',
      call('account', 'execute', where('pieces'), 0n, call('pieces', 'setApprovalForAll', thief, true)),
    ),
    w.batch('batch with an approval at its end', [where('usd'), call('usd', 'transfer', friend, 1n)], [where('usd'), w.approve(thief)]),
    w.batch(
      'batch with every piece',
      [where('usd'), w.approve(where('router'), ETHER)],
      [where('pieces'), call('pieces', 'setApprovalForAll', thief, true)],
    ),
    w.batch(
      'batch that pays a listed thief',
      [where('usd'), call('usd', 'transfer', friend, 1n)],
      [where('usd'), call('usd', 'transfer', listedThief, ETHER)],
    ),
    tx('payment to a listed thief', listedThief, '0x', toll),
    tx('transfer to a listed thief', where('usd'), call('usd', 'transfer', listedThief, ETHER)),
    tx('claim that takes', where('drainer'), call('drainer', 'claim'), toll),
    tx('verification that takes all of a coin', where('drainer'), call('drainer', 'verify', where('usd'))),
    tx('update that takes everything', where('drainer'), call('drainer', 'update', where('usd'), where('gold'), where('pieces'), 2n)),
    tx('participation that takes what nobody named', where('armed'), call('drainer', 'participate')),
    tx('claim from an account without code', thief, call('drainer', 'claim'), toll),
    tx('token that cannot be sold', where('router'), w.swap(ETHER, 'usd', 'trap')),
    ...strangers.slice(0, 2).map((stranger, i) => tx(`swap for an account ${i}`, where('router'), w.swap(ETHER, 'usd', 'gold', stranger))),
    tx('shares for an account', where('staking'), call('staking', 'deposit', 50n * ETHER, thief)),
    typed('permit of all for an account', where('usd'), 'Permit', permit(thief, MUCH)),
    typed('permit of some for an account', where('usd'), 'Permit', permit(thief, 500n * ETHER)),
    typed('permit of DAI’s kind', where('usd'), 'Permit', { holder: me, spender: thief, nonce: '0', expiry: '0', allowed: true }),
    typed('permit for a listed drainer', where('usd'), 'Permit', permit(where('listedDrainer'), ETHER)),
    typed('permit for another chain', where('usd'), 'Permit', permit(where('router'), ETHER), { chainId: 1 }),
    typed('Permit2 of all', '0x000000000022d473030f116ddee9f6b43ac78ba3', 'PermitSingle', {
      details: { token: where('usd'), amount: `${2n ** 160n - 1n}`, expiration: w.soon(), nonce: '0' },
      spender: thief,
      sigDeadline: w.soon(),
    }),
    typed('Permit2 of many', '0x000000000022d473030f116ddee9f6b43ac78ba3', 'PermitBatch', {
      details: ['usd', 'gold', 'silver'].map((coin) => ({
        token: where(coin),
        amount: `${2n ** 160n - 1n}`,
        expiration: w.soon(),
        nonce: '0',
      })),
      spender: thief,
      sigDeadline: w.soon(),
    }),
    typed('every piece by a signature', where('pieces'), 'PermitForAll', {
      owner: me,
      operator: thief,
      approved: true,
      nonce: '0',
      deadline: w.soon(),
    }),
    typed('listing for nothing', where('market'), 'OrderComponents', w.listing(where('pieces'), '1', 0n)),
    typed('listing for one wei', where('market'), 'OrderComponents', w.listing(where('pieces'), '1', 1n)),
    typed('listing whose price goes to a thief', where('market'), 'OrderComponents', w.listing(where('pieces'), '1', ETHER, thief)),
    typed('bulk listing for nothing', where('market'), 'BulkOrder', {
      tree: [[w.listing(where('pieces'), '1', 0n), w.listing(where('pieces'), '2', 0n)]],
    }),
    typed('CoW order for a thief', where('market'), 'Order', order({ receiver: thief })),
    typed('CoW order for nothing', where('market'), 'Order', order({ buyAmount: '1' })),
    typed('1inch order for one unit', where('router'), 'Order', {
      salt: '1',
      maker: me,
      receiver: w.NOBODY,
      makerAsset: where('usd'),
      takerAsset: where('gold'),
      makingAmount: `${100n * ETHER}`,
      takingAmount: '1',
      makerTraits: '0',
    }),
    typed('request that approves an account', where('entryPoint'), 'ForwardRequest', {
      from: me,
      to: where('usd'),
      value: '0',
      gas: '100000',
      nonce: '0',
      data: w.approve(thief),
    }),
    typed('meta-transaction that approves an account', where('usd'), 'MetaTransaction', {
      nonce: '0',
      from: me,
      functionSignature: w.approve(thief),
    }),
    w.message('bare hash', `0x${'7f'.repeat(32)}`),
    w.message('sign-in for another page', w.signIn('app.example'), 'https://app-example.evil'),
    w.message('question for the seed phrase', 'To verify your wallet, confirm your seed phrase on the next page.'),
    delegation('delegation to a sweeper', 'sweepingDelegate'),
    delegation('delegation that obeys everybody', 'openDelegate'),
    delegation('delegation to a listed drainer', 'listedDrainer'),
    tx('transaction that delegates to a sweeper', friend, '0x', 1n, {
      authorizationList: [{ chainId: world.chainId, address: where('sweepingDelegate'), nonce: '1' }],
    }),
  ];
}

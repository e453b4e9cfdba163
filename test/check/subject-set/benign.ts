import { encodeFunctionData, getCreate2Address, pad, parseAbi } from 'viem';
import type { Address } from '../../../src/core/chain/block.js';
import { type SetSubject, writerOf } from './subjects.js';
import { ETHER, type World } from './world.js';

const AMOUNTS = [1n, 7n, 40n].map((coins) => coins * ETHER);

/** What people do all day. */
export function benignSubjects(world: World): readonly SetSubject[] {
  const w = writerOf(world);
  const { me, friend, call } = world;
  const { where, tx, typed } = w;
  const toll = ETHER / 10n;
  const created = getCreate2Address({
    from: where('factory'),
    salt: pad(friend, { size: 32 }),
    bytecode: world.accountCode(friend),
  }).toLowerCase() as Address;
  const single = () =>
    call('otherRouter', 'exactInputSingle', {
      tokenIn: where('usd'),
      tokenOut: where('gold'),
      fee: 3000,
      recipient: me,
      deadline: 4_000_000_000n,
      amountIn: ETHER,
      amountOutMinimum: ETHER / 4n,
      sqrtPriceLimitX96: 0n,
    });
  const buy = encodeFunctionData({ abi: parseAbi(['function buy(address pieces, uint256 id) payable']), args: [where('pieces'), 4n] });
  const buyOther = encodeFunctionData({ abi: parseAbi(['function buy(address pieces, uint256 id) payable']), args: [where('pieces'), 5n] });
  const accept = (id: bigint, coins: bigint) => call('market', 'accept', where('pieces'), id, where('usd'), friend, coins * ETHER);
  return [
    ...AMOUNTS.map((amount) => tx(`payment of ${amount}`, friend, '0x', amount)),
    ...AMOUNTS.map((amount) => tx(`transfer of ${amount}`, where('usd'), call('usd', 'transfer', friend, amount))),
    ...AMOUNTS.map((amount) => tx(`swap of ${amount} usd`, where('router'), w.swap(amount, 'usd', 'gold'))),
    ...AMOUNTS.map((amount) => tx(`swap of ${amount} gold`, where('router'), w.swap(amount, 'gold', 'usd'))),
    tx('swap without a limit', where('router'), w.swap(5n * ETHER, 'usd', 'gold', me, 0n)),
    ...AMOUNTS.map((amount) => tx(`wrap ${amount}`, where('weth'), call('weth', 'deposit'), amount)),
    ...AMOUNTS.map((amount) => tx(`exact approval of ${amount} to the router`, where('usd'), w.approve(where('router'), amount))),
    ...['usd', 'gold', 'silver'].map((coin) => tx(`unlimited approval of ${coin} to the router`, where(coin), w.approve(where('router')))),
    tx('revocation', where('usd'), w.approve(where('drainer'), 0n)),
    tx('approval for all to the market', where('pieces'), call('pieces', 'setApprovalForAll', where('market'), true)),
    tx('end of an approval for all', where('pieces'), call('pieces', 'setApprovalForAll', where('drainer'), false)),
    tx('purchase of a piece', where('market'), buy, ETHER),
    tx('purchase of another piece', where('market'), buyOther, 2n * ETHER),
    ...[1n, 2n, 3n].map((id) => tx(`sale of piece ${id}`, where('market'), accept(id, 20n))),
    tx('gift of a piece', where('pieces'), call('pieces', 'safeTransferFrom', me, friend, 1n)),
    ...AMOUNTS.map((amount) => tx(`stake of ${amount}`, where('staking'), call('staking', 'deposit', amount, me))),
    tx('claim that gives', where('airdrop'), call('airdrop', 'claim')),
    tx('deployment', null, '0x600a600c600039600a6000f3602a60005260206000f3'),
    ...AMOUNTS.map((amount) => tx(`Safe pays ${amount}`, where('safe'), w.safe(where('usd'), call('usd', 'transfer', friend, amount)))),
    tx('Safe pays coins', where('safe'), w.safe(friend, '0x', 0, ETHER / 10n)),
    tx(
      'Safe approves and swaps',
      where('safe'),
      w.safe(
        where('multiSend'),
        w.packed([where('usd'), w.approve(where('router'), ETHER)], [where('router'), w.swap(ETHER, 'usd', 'gold', where('safe'))]),
        1,
      ),
    ),
    typed('Safe signs a payment', where('safe'), 'SafeTx', {
      to: where('usd'),
      value: '0',
      data: call('usd', 'transfer', friend, ETHER),
      operation: 0,
      nonce: '0',
    }),
    typed('Safe signs coins', where('safe'), 'SafeTx', { to: friend, value: `${ETHER / 10n}`, data: '0x', operation: 0, nonce: '1' }),
    typed('Safe signs a batch', where('safe'), 'SafeTx', {
      to: where('multiSend'),
      value: '0',
      data: w.packed([where('usd'), w.approve(where('router'), ETHER)], [where('router'), w.swap(ETHER, 'usd', 'gold', where('safe'))]),
      operation: 1,
      nonce: '2',
    }),
    w.operation('operation that pays', call('account', 'execute', where('usd'), 0n, call('usd', 'transfer', friend, ETHER))),
    w.operation('operation that pays coins', call('account', 'execute', friend, ETHER / 10n, '0x')),
    w.operation(
      'operation that approves and swaps',
      w.many([where('usd'), w.approve(where('router'), ETHER)], [where('router'), w.swap(ETHER, 'usd', 'gold', where('account'))]),
    ),
    w.operation('operation that takes an approval back', call('account', 'execute', where('usd'), 0n, w.approve(where('drainer'), 0n))),
    ...AMOUNTS.map((amount) =>
      w.batch(
        `batch that approves and swaps ${amount}`,
        [where('silver'), w.approve(where('router'), amount)],
        [where('router'), w.swap(amount, 'usd', 'silver')],
      ),
    ),
    w.batch(
      'batch of payments',
      [where('usd'), call('usd', 'transfer', friend, ETHER)],
      [where('gold'), call('gold', 'transfer', friend, ETHER)],
    ),
    ...AMOUNTS.map((amount) =>
      typed(`permit of ${amount} for the router`, where('usd'), 'Permit', {
        owner: me,
        spender: where('router'),
        value: `${amount}`,
        nonce: '0',
        deadline: w.soon(),
      }),
    ),
    typed('permit of all for the router', where('usd'), 'Permit', {
      owner: me,
      spender: where('router'),
      value: `${2n ** 256n - 1n}`,
      nonce: '0',
      deadline: w.soon(),
    }),
    typed('listing', where('market'), 'OrderComponents', w.listing(where('pieces'), '1', ETHER)),
    typed('listing with a fee', where('market'), 'OrderComponents', w.listing(where('pieces'), '2', ETHER, me, ETHER / 40n)),
    typed('CoW order', where('market'), 'Order', {
      sellToken: where('usd'),
      buyToken: where('gold'),
      receiver: me,
      sellAmount: `${ETHER}`,
      buyAmount: `${ETHER / 2n}`,
      validTo: w.soon(),
      feeAmount: '0',
      kind: 'sell',
    }),
    typed('1inch order', where('router'), 'Order', {
      salt: '1',
      maker: me,
      receiver: w.NOBODY,
      makerAsset: where('usd'),
      takerAsset: where('gold'),
      makingAmount: `${ETHER}`,
      takingAmount: `${ETHER / 2n}`,
      makerTraits: '0',
    }),
    typed('vote', where('market'), 'Ballot', { proposalId: '5', support: 1 }),
    tx('stake through a proxy', where('stakingProxy'), call('staking', 'deposit', ETHER, me)),
    tx('swap by a router of another make', where('otherRouter'), single()),
    tx('the same in a multicall', where('otherRouter'), call('otherRouter', 'multicall', [single()])),
    tx(
      'payroll in coins of a token',
      where('disperse'),
      call('disperse', 'disperseToken', where('usd'), [friend, where('safe')], [ETHER, ETHER]),
    ),
    tx('payroll in coins', where('disperse'), call('disperse', 'disperseEther', [friend, where('safe')], [toll, toll]), 2n * toll),
    tx('stake without a receipt', where('quietStaking'), call('quietStaking', 'stake', 7n * ETHER)),
    tx('payment with a note', friend, '0x7468616e6b20796f7521', toll),
    tx('loan', where('lending'), call('lending', 'openLoan', 10n * ETHER)),
    tx('name with change', where('names'), call('names', 'register', 'me.town', me), toll),
    tx('vested coins', where('vesting'), call('vesting', 'release')),
    tx('ownership handed to a Safe of mine', where('owned'), call('owned', 'transferOwnership', where('safe'))),
    typed('LooksRare bid', where('market'), 'Maker', {
      quoteType: '0',
      globalNonce: '0',
      subsetNonce: '0',
      orderNonce: '0',
      strategyId: '0',
      collectionType: '0',
      collection: where('pieces'),
      currency: where('weth'),
      signer: me,
      startTime: '0',
      endTime: w.soon(),
      price: `${ETHER}`,
      itemIds: ['5'],
      amounts: ['1'],
      additionalParameters: '0x',
    }),
    typed('Blur listing', where('market'), 'Order', {
      trader: me,
      side: '1',
      matchingPolicy: where('market'),
      collection: where('pieces'),
      tokenId: '2',
      amount: '1',
      paymentToken: w.NOBODY,
      price: `${ETHER}`,
      listingTime: '0',
      expirationTime: w.soon(),
      fees: [],
      salt: '1',
      extraParams: '0x',
    }),
    typed('0x order', where('router'), 'LimitOrder', {
      makerToken: where('usd'),
      takerToken: where('gold'),
      makerAmount: `${ETHER}`,
      takerAmount: `${ETHER / 2n}`,
      takerTokenFeeAmount: '0',
      maker: me,
      taker: w.NOBODY,
      sender: w.NOBODY,
      feeRecipient: w.NOBODY,
      pool: `0x${'0'.repeat(64)}`,
      expiry: w.soon(),
      salt: '1',
    }),
    typed('gasless payment', where('usd'), 'TransferWithAuthorization', {
      from: me,
      to: friend,
      value: `${ETHER}`,
      validAfter: '0',
      validBefore: w.soon(),
      nonce: `0x${'1'.repeat(64)}`,
    }),
    w.operation(
      'operation that stakes',
      w.many([where('usd'), w.approve(where('staking'), ETHER)], [where('staking'), call('staking', 'deposit', ETHER, where('account'))]),
    ),
    {
      name: 'operation that makes its account first',
      subject: {
        kind: 'userOperation',
        entryPoint: where('entryPoint'),
        op: {
          sender: created,
          nonce: '0',
          factory: where('factory'),
          factoryData: call('factory', 'createAccount', where('entryPoint'), friend),
          callData: call('account', 'execute', friend, 0n, '0x'),
        },
      },
    },
    w.message('sign-in', w.signIn('app.example'), 'https://app.example/login'),
    w.message('sign-in on another page of its own', w.signIn('vote.example'), 'https://vote.example/'),
    w.message('words', 'I agree to the terms of service of the town.'),
    {
      name: 'delegation to a known wallet',
      subject: { kind: 'authorization', from: me, chainId: world.chainId, address: where('goodDelegate'), nonce: '1' },
    },
  ];
}

import type { MonitorDraft } from './draft.js';

/** A monitor to begin from. */
export interface Example {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly draft: Pick<MonitorDraft, 'title' | 'id' | 'on' | 'when' | 'severity'> & Partial<MonitorDraft>;
}

export const EXAMPLES: readonly Example[] = [
  {
    id: 'large-transfer',
    title: 'A large payment',
    says: 'Somebody moves more of the chain’s own coin than usual. Name addresses to watch only yours.',
    draft: {
      id: 'large-payment',
      title: 'A large payment',
      on: 'transfer',
      when: 'transfer.standard == "native" &&\n  transfer.amount > amount("100", 18)',
      severity: 'medium',
    },
  },
  {
    id: 'admin-change',
    title: 'An owner or an implementation changes',
    says: 'Events of contracts that can be owned or upgraded: whoever controls them has changed.',
    draft: {
      id: 'control-changed',
      title: 'An owner or an implementation changed',
      on: 'event',
      abi: [
        'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
        'event Upgraded(address indexed implementation)',
        'event AdminChanged(address previousAdmin, address newAdmin)',
      ].join('\n'),
      when: 'event.name in ["OwnershipTransferred", "Upgraded", "AdminChanged"]',
      severity: 'critical',
    },
  },
  {
    id: 'many-failures',
    title: 'Many failed attempts at a contract',
    says: 'The same sender fails again and again within minutes, as who searches for a hole does.',
    draft: {
      id: 'many-failures',
      title: 'Many failed attempts at a contract',
      on: 'transaction',
      when: '!tx.succeeded',
      severity: 'low',
      window: { for: '10m', counts: 'matches', sum: '', over: '5', groupBy: 'tx.from' },
    },
  },
];

import { createTocsinClient } from '../client.js';

export interface Question {
  readonly tocsinUrl: string;
  readonly apiKey: string;
  readonly chainId: number;
  readonly from: string;
  readonly to: string;
  readonly data?: string;
  readonly valueWei?: bigint;
}

/** Whether a bot may send a transaction, in words for its log. Only benign is a yes: not checked is none. */
export async function maySend({
  tocsinUrl,
  apiKey,
  chainId,
  from,
  to,
  data,
  valueWei = 0n,
}: Question): Promise<readonly [may: boolean, why: string]> {
  const client = createTocsinClient({ baseUrl: tocsinUrl, apiKey });
  const subject = { kind: 'transaction', from, to, value: valueWei.toString(), ...(data === undefined ? {} : { data }) } as const;
  const { verdict, reasons, actions, coverage } = await client.check({ chainId, subject });
  if (verdict === 'benign') return [true, actions.map(({ text }) => text).join('; ')];
  const missing = coverage.filter(({ required, state }) => required && state !== 'ran').map(({ check, why }) => `${check}: ${why}`);
  return [false, `${verdict}: ${[...reasons.map(({ text }) => text), ...missing].join(' ')}`];
}

/** What limits how fast a channel is sent to. */
export interface Pacing {
  /** Channels of an organisation with the same destination share its limit; another organisation is never slowed by it. */
  readonly destination: string;
  /** Least time between two messages; 0: no limit. */
  readonly everyMs: number;
}

interface Paced {
  readonly organisationId: string;
  readonly kind: string;
  readonly target: string;
  readonly apiUrl: string | null;
  readonly secretRef: string | null;
  readonly ratePerMinute: number | null;
}

/** Its own limit or its vendor's, whichever is slower. Discord says in its answers when to wait. */
export function pacingOf({ organisationId, kind, target, apiUrl, secretRef, ratePerMinute }: Paced): Pacing {
  const own = ratePerMinute === null ? 0 : Math.ceil(60_000 / ratePerMinute);
  return {
    destination: [organisationId, kind, target, apiUrl ?? '', secretRef ?? ''].join('|'),
    everyMs: Math.max(own, vendorMs(kind, target)),
  };
}

function vendorMs(kind: string, target: string): number {
  switch (kind) {
    case 'slack':
      return 1_000; // A message a second for each incoming webhook.
    case 'telegram':
      return isTelegramGroup(target) ? 3_000 : 1_000; // A message a second for each chat, 20 a minute in groups.
    case 'pagerduty':
      return 500; // 120 a minute for each routing key.
    default:
      return 0;
  }
}

function isTelegramGroup(chatId: string): boolean {
  return chatId.startsWith('-') || chatId.startsWith('@');
}

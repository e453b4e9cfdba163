export const CHANNEL_KINDS = ['webhook', 'slack', 'discord', 'telegram', 'pagerduty', 'opsgenie', 'email', 'response'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** `rehearse`: all but the message itself: it is made, the secret read, the receiver connected to; nobody is disturbed. `send`: it is sent, marked as a canary. */
export const CANARY_MODES = ['rehearse', 'send', 'off'] as const;
export type CanaryMode = (typeof CANARY_MODES)[number];

export const DELIVERY_STATES = ['pending', 'held', 'bundled', 'delivered', 'dead'] as const;
/** `held`: waits to be told with others; `bundled`: told within another message. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const CHANNEL_KINDS = ['webhook', 'slack', 'discord', 'telegram', 'pagerduty', 'opsgenie', 'email', 'response'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const DELIVERY_STATES = ['pending', 'held', 'bundled', 'delivered', 'dead'] as const;
/** `held`: waits to be told with others; `bundled`: told within another message. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

import type { ChannelView } from '../../contracts/channel.js';

type Kind = ChannelView['kind'];

/** What the form asks for a channel of one kind. */
export interface KindForm {
  readonly kind: Kind;
  readonly word: string;
  readonly target: { readonly label: string; readonly placeholder: string; readonly help: string };
  /** True where the service has an address that most use. */
  readonly isTargetOptional?: true;
  /** What is kept as a stored secret; left out: nothing. */
  readonly secret?: string;
  readonly apiUrl?: { readonly label: string; readonly placeholder: string };
  /** A pager takes one incident at a time. */
  readonly takesNoDigest?: true;
  /** Messages are signed with a secret of ours, which can be rotated. */
  readonly isSigned?: true;
}

/** The kinds that the form offers, in its order: another one is another entry. */
export const KIND_FORMS: readonly KindForm[] = [
  {
    kind: 'webhook',
    word: 'Webhook',
    target: {
      label: 'URL',
      placeholder: 'https://example.com/tocsin',
      help: 'Each message is a POST, signed by the Standard Webhooks convention.',
    },
    isSigned: true,
  },
  {
    kind: 'slack',
    word: 'Slack',
    target: {
      label: 'Webhook URL',
      placeholder: 'https://hooks.slack.com/services/…',
      help: 'Of an incoming webhook. It is a secret, and never shown again.',
    },
  },
  {
    kind: 'discord',
    word: 'Discord',
    target: {
      label: 'Webhook URL',
      placeholder: 'https://discord.com/api/webhooks/…',
      help: 'Of a channel’s integration. It is a secret, and never shown again.',
    },
  },
  {
    kind: 'telegram',
    word: 'Telegram',
    target: {
      label: 'Chat',
      placeholder: '-1001234567890 or @channel',
      help: 'The number of a chat, or @ and the name of a public channel.',
    },
    secret: 'Bot token',
    apiUrl: { label: 'Bot API server', placeholder: 'https://api.telegram.org' },
  },
  {
    kind: 'pagerduty',
    word: 'PagerDuty',
    target: { label: 'Events API', placeholder: 'https://events.pagerduty.com/v2/enqueue', help: 'Left empty: the service’s own address.' },
    isTargetOptional: true,
    secret: 'Routing key',
    takesNoDigest: true,
  },
  {
    kind: 'opsgenie',
    word: 'Opsgenie',
    target: { label: 'Region or API', placeholder: 'us', help: 'us, eu, or a URL. Left empty: us.' },
    isTargetOptional: true,
    secret: 'API key',
    takesNoDigest: true,
  },
  {
    kind: 'email',
    word: 'E-mail',
    target: {
      label: 'Addresses',
      placeholder: 'oncall@example.com, team@example.com',
      help: 'Separated by commas. The operator sets up the mail server.',
    },
  },
];

export function kindForm(kind: string): KindForm | null {
  return KIND_FORMS.find((form) => form.kind === kind) ?? null;
}

/** How people call a kind; one that the form does not know is called as the service does. */
export function kindWord(kind: string): string {
  return kindForm(kind)?.word ?? kind.charAt(0).toUpperCase() + kind.slice(1);
}

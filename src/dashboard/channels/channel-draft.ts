import type { ChannelBody, ChannelChange, ChannelView } from '../../contracts/channel.js';
import type { Severity } from '../format/wording.js';
import type { KindForm } from './channel-kinds.js';

/** What the form holds while it is filled in: text, as it was typed. */
export interface ChannelDraft {
  readonly id: string;
  readonly target: string;
  readonly apiUrl: string;
  /** Name of the stored secret; empty: a new one is stored, with what is typed in `secretValue`. */
  readonly secretRef: string;
  readonly secretValue: string;
  readonly minSeverity: Severity;
  /** Seconds; empty: one by one. */
  readonly digestS: string;
  /** Seconds; empty: none. */
  readonly minGapS: string;
  readonly ratePerMinute: string;
  /** Empty: all. */
  readonly chains: readonly number[];
  /** One a line; empty: all. */
  readonly addresses: string;
}

export const NEW_DRAFT: ChannelDraft = {
  id: '',
  target: '',
  apiUrl: '',
  secretRef: '',
  secretValue: '',
  minSeverity: 'low',
  digestS: '',
  minGapS: '',
  ratePerMinute: '',
  chains: [],
  addresses: '',
};

/** A channel as it is, for changing it. What the service shows of its target is not the target: it begins empty. */
export function draftOf(channel: ChannelView): ChannelDraft {
  return {
    ...NEW_DRAFT,
    id: channel.id,
    apiUrl: channel.apiUrl ?? '',
    secretRef: channel.secretRef ?? '',
    minSeverity: channel.minSeverity,
    digestS: channel.digest === null ? '' : String(channel.digest.everyS),
    minGapS: channel.minGapS === null ? '' : String(channel.minGapS),
    ratePerMinute: channel.ratePerMinute === null ? '' : String(channel.ratePerMinute),
    chains: channel.chains ?? [],
    addresses: (channel.addresses ?? []).join('\n'),
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function addressesOf(text: string): string[] | null {
  const found = text.split(/[\s,;]+/).filter((part) => part !== '');
  return found.length === 0 ? null : found;
}

function settingsOf(draft: ChannelDraft, form: KindForm) {
  return {
    minSeverity: draft.minSeverity,
    digest: draft.digestS === '' || form.takesNoDigest === true ? null : { everyS: Number(draft.digestS) },
    minGapS: numberOrNull(draft.minGapS),
    ratePerMinute: numberOrNull(draft.ratePerMinute),
    chains: draft.chains.length === 0 ? null : [...draft.chains],
    addresses: addressesOf(draft.addresses),
    ...(form.apiUrl === undefined ? {} : { apiUrl: textOrNull(draft.apiUrl) }),
  };
}

/** Under which name a secret of this channel is stored. */
export function secretNameOf(draft: Pick<ChannelDraft, 'id'>, form: KindForm): string {
  return `${draft.id.trim()}-${form.kind}`;
}

/** The body that makes a channel. What is wrong with it the service says, field by field. */
export function inputOf(draft: ChannelDraft, form: KindForm): ChannelBody {
  const target = textOrNull(draft.target);
  const secretRef = form.secret === undefined ? {} : { secretRef: draft.secretRef === '' ? secretNameOf(draft, form) : draft.secretRef };
  const body: object = {
    ...settingsOf(draft, form),
    id: draft.id.trim(),
    kind: form.kind,
    ...secretRef,
    ...(target === null && form.isTargetOptional === true ? {} : { target: target ?? '' }),
  };
  // Which fields belong to which kind is in the table of kinds; the service has the last word.
  return body as ChannelBody;
}

/** The body that changes one: a target that was not typed anew stays. */
export function changeOf(draft: ChannelDraft, form: KindForm): ChannelChange {
  const target = textOrNull(draft.target);
  return {
    ...settingsOf(draft, form),
    ...(form.secret === undefined ? {} : { secretRef: draft.secretRef === '' ? secretNameOf(draft, form) : draft.secretRef }),
    ...(target === null ? {} : { target }),
  };
}

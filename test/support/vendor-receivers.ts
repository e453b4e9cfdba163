import type { Answer, ReceivedWebhook } from './webhook-receiver.js';

/**
 * The services that people are told by, as strict as their documents: what is not of the documented shape, or longer than they take, is refused as they
 * refuse it. Each judges one request and answers like the service.
 */
export type Vendor = (received: ReceivedWebhook) => Answer;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest;
const onlyKeys = (value: Fields, keys: readonly string[]) => Object.keys(value).every((key) => keys.includes(key));

function jsonOf({ headers, body }: ReceivedWebhook): Fields | null {
  if (headers['content-type'] !== 'application/json') return null;
  try {
    const value: unknown = JSON.parse(body);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

/** https://docs.slack.dev/reference/block-kit/blocks, and incoming webhooks. */
export const slack: Vendor = (received) => {
  const body = jsonOf(received);
  if (body === null) return { status: 400, body: 'invalid_payload' };
  const isPlain = (value: unknown, longest: number) => {
    const text = fieldsOf(value);
    return text['type'] === 'plain_text' && isText(text['text'], longest) && onlyKeys(text, ['type', 'text', 'emoji']);
  };
  const holds = (block: Fields): boolean => {
    switch (block['type']) {
      case 'header':
        return isPlain(block['text'], 150);
      case 'section':
        return (
          (block['text'] === undefined || isPlain(block['text'], 3_000)) &&
          (block['fields'] === undefined ||
            (listOf(block['fields']).length <= 10 && listOf(block['fields']).every((field) => isPlain(field, 2_000)))) &&
          (block['text'] !== undefined || block['fields'] !== undefined)
        );
      case 'context':
        return listOf(block['elements']).length > 0 && listOf(block['elements']).every((element) => isPlain(element, 2_000));
      case 'actions':
        return listOf(block['elements']).every(
          (element) => element['type'] === 'button' && isPlain(element['text'], 75) && isText(element['url'], 3_000),
        );
      default:
        return false;
    }
  };
  const blocks = listOf(body['blocks']);
  const isValid =
    isText(body['text'], 40_000) &&
    blocks.length > 0 &&
    blocks.length <= 50 &&
    blocks.every(holds) &&
    onlyKeys(body, ['text', 'blocks', 'mrkdwn', 'unfurl_links', 'unfurl_media']);
  return isValid ? { status: 200, body: 'ok' } : { status: 400, body: 'invalid_blocks' };
};

/** https://discord.com/developers/docs/resources/webhook#execute-webhook, and the limits of embeds. */
export const discord: Vendor = (received) => {
  const body = jsonOf(received);
  const embeds = listOf(body?.['embeds']);
  const lengthOf = (embed: Fields): number =>
    String(embed['title'] ?? '').length +
    String(embed['description'] ?? '').length +
    String(fieldsOf(embed['footer'])['text'] ?? '').length +
    listOf(embed['fields']).reduce((sum, field) => sum + String(field['name']).length + String(field['value']).length, 0);
  const holds = (embed: Fields) =>
    isText(embed['title'], 256) &&
    (embed['description'] === '' || isText(embed['description'], 4_096)) &&
    listOf(embed['fields']).length <= 25 &&
    listOf(embed['fields']).every((field) => isText(field['name'], 256) && isText(field['value'], 1_024)) &&
    !Number.isNaN(Date.parse(String(embed['timestamp']))) &&
    (embed['url'] === undefined || URL.canParse(String(embed['url'])));
  const isValid =
    body !== null &&
    received.path.endsWith('?wait=true') &&
    embeds.length > 0 &&
    embeds.length <= 10 &&
    embeds.every(holds) &&
    embeds.reduce((sum, embed) => sum + lengthOf(embed), 0) <= 6_000;
  return isValid
    ? { status: 200, headers: { 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '2' }, body: '{"id":"1199","type":0}' }
    : { status: 400, body: '{"code":50035,"message":"Invalid Form Body"}' };
};

const TELEGRAM_TAGS = /<\/?(b|i|code|pre|u|s)>|<a href="[^"<>]*">|<\/a>/g;

/** https://core.telegram.org/bots/api#sendmessage, with HTML as its `html-style` says. */
export const telegram: Vendor = (received) => {
  const body = jsonOf(received);
  const text = String(body?.['text'] ?? '');
  const bare = text.replace(TELEGRAM_TAGS, '');
  const refuse = (description: string): Answer => ({ status: 400, body: JSON.stringify({ ok: false, error_code: 400, description }) });
  if (!/^\/bot\d+:[\w-]+\/sendMessage$/.test(received.path))
    return { status: 404, body: '{"ok":false,"error_code":404,"description":"Not Found"}' };
  if (body === null || body['parse_mode'] !== 'HTML' || body['chat_id'] === undefined) return refuse('Bad Request');
  if (/[<>]/.test(bare) || /&(?!(amp|lt|gt|quot|#\d+);)/.test(bare)) return refuse("Bad Request: can't parse entities");
  const shown = bare.replace(/&(amp|lt|gt|quot|#\d+);/g, '?');
  if (shown.trim() === '') return refuse('Bad Request: message text is empty');
  if (shown.length > 4_096) return refuse('Bad Request: message is too long');
  return { status: 200, body: '{"ok":true,"result":{"message_id":1}}' };
};

/** https://developer.pagerduty.com/docs/events-api-v2-overview */
export const pagerduty: Vendor = (received) => {
  const body = jsonOf(received) ?? {};
  const action = body['event_action'];
  const payload = fieldsOf(body['payload']);
  const isTrigger =
    action === 'trigger' &&
    isText(payload['summary'], 1_024) &&
    isText(payload['source'], 255) &&
    ['critical', 'error', 'warning', 'info'].includes(String(payload['severity']));
  const isKnown = isTrigger || ((action === 'acknowledge' || action === 'resolve') && body['payload'] === undefined);
  const isValid = isText(body['routing_key'], 32) && isText(body['dedup_key'], 255) && isKnown;
  return isValid
    ? { status: 202, body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key: body['dedup_key'] }) }
    : { status: 400, body: '{"status":"invalid event","message":"Event object is invalid"}' };
};

/** https://docs.opsgenie.com/docs/alert-api */
export const opsgenie: Vendor = (received) => {
  const body = jsonOf(received);
  if (!/^GenieKey .+/.test(received.headers.authorization ?? '')) return { status: 401, body: '{"message":"Could not authenticate"}' };
  const isCreation =
    received.path === '/v2/alerts' &&
    isText(body?.['message'], 130) &&
    isText(body?.['alias'], 512) &&
    /^P[1-5]$/.test(String(body?.['priority'])) &&
    String(body?.['description'] ?? '').length <= 15_000;
  const isAction = /^\/v2\/alerts\/[^/?]+\/(acknowledge|close)\?identifierType=alias$/.test(received.path);
  return body !== null && (isCreation || isAction)
    ? { status: 202, body: '{"result":"Request will be processed","took":0.1,"requestId":"43a29c5c"}' }
    : { status: 422, body: '{"message":"Request body is not processable"}' };
};

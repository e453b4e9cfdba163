export type Fields = Readonly<Record<string, unknown>>;

interface Shape {
  readonly fits: (value: unknown) => boolean;
  readonly word: string;
}

const ADDRESS_DIGITS = /^0x[0-9a-fA-F]{40}$/;
const BYTES = /^0x([0-9a-fA-F]{2})*$/;
const QUANTITY = /^(\d{1,78}|0x[0-9a-fA-F]{1,64})$/;

export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && ADDRESS_DIGITS.test(value);
}

function isQuantity(value: unknown): boolean {
  return typeof value === 'number' ? Number.isSafeInteger(value) && value >= 0 : typeof value === 'string' && QUANTITY.test(value);
}

const address: Shape = { fits: isAddress, word: 'no address: 0x and 40 hex digits' };
const bytes: Shape = { fits: (value) => typeof value === 'string' && BYTES.test(value), word: 'no whole bytes as 0x hex' };
const quantity: Shape = { fits: isQuantity, word: 'no whole number of the smallest unit' };

/** Of the fields that the service reads; the page carries no schema library, and a test holds these equal to the schema. */
const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ...['from', 'to', 'address', 'entryPoint', 'sender', 'factory', 'paymaster'].map((name) => [name, address] as const),
  ...['data', 'callData', 'initCode', 'factoryData', 'paymasterData', 'paymasterAndData', 'transaction'].map(
    (name) => [name, bytes] as const,
  ),
  ...['value', 'gas', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas', 'nonce', 'chainId'].map((name) => [name, quantity] as const),
]);

const REQUIRED: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['transaction', ['from']],
  ['calls', ['from', 'calls']],
  ['raw', ['transaction']],
  ['typedData', ['from', 'data']],
  ['message', ['from', 'message']],
  ['userOperation', ['entryPoint', 'op']],
  ['authorization', ['from', 'address', 'chainId']],
]);
const REQUIRED_INSIDE: ReadonlyMap<string, readonly string[]> = new Map([
  ['calls', []],
  ['authorizationList', ['address', 'chainId']],
  ['op', ['sender']],
  ['eip7702Auth', ['address', 'chainId']],
]);
/** Of calls in a batch, and of delegations in a transaction. */
const MOST_LISTED = 50;
const LONGEST_MESSAGE = 100_000;

/** What of a subject the service would refuse, in a sentence; null if nothing. */
export function flawOf(subject: Fields): string | null {
  const { kind, from, message } = subject;
  const required = REQUIRED.get(kind);
  if (required === undefined) return `What it names as its kind cannot be checked here: ${[...REQUIRED.keys()].join(', ')}.`;
  if (typeof message === 'string' && message.length > LONGEST_MESSAGE) return 'The message is too long to be checked.';
  const isSignature = kind === 'typedData' || kind === 'message';
  return missingOf(subject, required) ?? flawIn(isSignature ? { from } : subject);
}

function missingOf(fields: Fields, required: readonly string[]): string | null {
  const missing = required.find((name) => fields[name] === undefined || fields[name] === null);
  return missing === undefined ? null : `“${missing}” is missing.`;
}

function flawIn(fields: Fields): string | null {
  for (const [name, value] of Object.entries(fields)) {
    const shape = SHAPES.get(name);
    if (shape !== undefined && !shape.fits(value) && !(name === 'to' && value === null)) return `“${name}” is ${shape.word}.`;
    const flaw = flawInside(name, value);
    if (flaw !== null) return flaw;
  }
  return null;
}

/** Of what lies inside a field, be it one or many. */
function flawInside(name: string, value: unknown): string | null {
  const required = REQUIRED_INSIDE.get(name);
  if (required === undefined) return null;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length > MOST_LISTED) return `“${name}” holds more than ${MOST_LISTED}: they are not judged as one.`;
  for (const item of items) {
    const flaw = isFields(item) ? (missingOf(item, required) ?? flawIn(item)) : `“${name}” holds what is none.`;
    if (flaw !== null) return flaw;
  }
  return null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

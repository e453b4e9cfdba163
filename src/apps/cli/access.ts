import { FatalError } from '../../core/errors.js';
import { DEFAULT_ORGANISATION, SCOPES, type Scope } from '../../ports/access-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import { keyRecord, newKey } from '../api/session/bootstrap-key.js';
import { askInstance, type OperationFlags, print, settled, withStore } from './operations.js';

/** Who did it, in the audit log: whoever may open the store. */
const FROM_SHELL = 'cli';

export interface KeyFlags extends OperationFlags {
  readonly scope: readonly string[];
  readonly expires?: string;
  readonly organisation?: string;
  readonly member?: string;
}

export interface OrganisationFlags extends OperationFlags {
  readonly organisation?: string;
}

function scopesOf(names: readonly string[]): readonly Scope[] {
  const wanted = names.length === 0 ? ['read'] : names;
  const unknown = wanted.filter((name) => !SCOPES.some((scope) => scope === name));
  if (unknown.length > 0) throw new FatalError('bad-scope', `--scope ${unknown.join(', ')}: known are ${SCOPES.join(', ')}.`);
  return SCOPES.filter((scope) => wanted.includes(scope));
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30d`, `12h`, `4w`, or a moment as RFC 3339. Null: never. */
export function expiryOf(given: string | undefined, nowMs: number): number | null {
  if (given === undefined) return null;
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([hdw])$/.exec(given) ?? [];
  const unitMs = UNIT_MS[unit];
  const atMs = unitMs === undefined ? Date.parse(given) : nowMs + Number(count) * unitMs;
  if (Number.isNaN(atMs))
    throw new FatalError('bad-expiry', `--expires ${given}: expected 12h, 30d, 4w or a time such as 2027-01-31T00:00:00Z.`);
  if (atMs <= nowMs) throw new FatalError('bad-expiry', `--expires ${given}: this is over already.`);
  return atMs;
}

/** `tocsin keys create NAME`: the key is shown this once. */
export async function createKey(name: string, flags: KeyFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const scopes = scopesOf(flags.scope);
  const expiresAtMs = expiryOf(flags.expires, Date.now());
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  const { organisation: organisationId = DEFAULT_ORGANISATION, member: memberId = null } = flags;
  const answered = await askInstance(config, 'POST', '/v1/keys', {
    name,
    scopes,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(flags.organisation === undefined ? {} : { organisationId }),
    ...(memberId === null ? {} : { memberId }),
  });
  if (answered !== null) return print(answered);
  const key = newKey();
  const record = keyRecord(key, { name, scopes, organisationId, memberId, expiresAtMs }, Date.now());
  await withStore(config, async (store) => {
    await knownOrganisation(store, organisationId);
    if (memberId !== null && (await store.members.get(organisationId, memberId)) === null)
      throw new FatalError('no-such-member', `The organisation ${organisationId} has no member ${memberId}.`);
    const detail = { name, scopes, memberId, expiresAtMs };
    await noted(store, { organisationId, action: 'key.create', target: record.id, detail }, () => store.keys.put(record));
  });
  print({ id: record.id, name, organisationId, memberId, scopes, expiresAt, key });
}

export async function revokeKey(id: string, flags: OperationFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const answered = await askInstance(config, 'DELETE', `/v1/keys/${encodeURIComponent(id)}`);
  if (answered !== null) return print({ id, revoked: true });
  await withStore(config, async (store) => {
    const key = await store.keys.get(id);
    if (key === null) throw noSuchKey(id);
    const { organisationId, name } = key;
    await noted(store, { organisationId, action: 'key.revoke', target: id, detail: { name } }, async () => {
      if (!(await store.keys.revoke(id, Date.now()))) throw noSuchKey(id);
    });
  });
  print({ id, revoked: true });
}

/** `tocsin keys list`: who may enter, without what opens. */
export async function listKeys(flags: OrganisationFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const { organisation } = flags;
  const query = organisation === undefined ? '' : `?organisation=${encodeURIComponent(organisation)}`;
  const answered = await askInstance(config, 'GET', `/v1/keys${query}`);
  if (answered !== null) return print(answered);
  const keys = await withStore(config, (store) => store.keys.list(organisation));
  print({ items: keys.map(({ hash: _, ...shown }) => shown), nextCursor: null });
}

/** `tocsin organisations create ID NAME`. */
export async function createOrganisation(id: string, name: string, flags: OperationFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) throw new FatalError('bad-id', `${id}: expected lower-case letters, digits and dashes.`);
  const answered = await askInstance(config, 'POST', '/v1/organisations', { id, name });
  if (answered !== null) return print(answered);
  const createdAtMs = Date.now();
  await withStore(config, async (store) => {
    const deed = { organisationId: DEFAULT_ORGANISATION, action: 'organisation.create', target: id, detail: { name } };
    await noted(store, deed, async () => {
      if (!(await store.organisations.add({ id, name, createdAtMs })))
        throw new FatalError('organisation-taken', `An organisation ${id} is there already.`);
    });
  });
  print({ id, name, createdAt: new Date(createdAtMs).toISOString() });
}

export async function listOrganisations(flags: OperationFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  const answered = await askInstance(config, 'GET', '/v1/organisations');
  print(answered ?? { items: await withStore(config, (store) => store.organisations.list()), nextCursor: null });
}

async function knownOrganisation(store: ControlStore, id: string): Promise<void> {
  if ((await store.organisations.get(id)) !== null) return;
  const known = (await store.organisations.list()).map((organisation) => organisation.id);
  throw new FatalError('no-such-organisation', `There is no organisation ${id}; there are ${known.join(', ')}.`);
}

function noSuchKey(id: string): FatalError {
  return new FatalError('no-such-key', `There is no valid key ${id}.`);
}

interface Deed {
  readonly organisationId: string;
  readonly action: string;
  readonly target: string;
  readonly detail: object;
}

/** Does it with its row in the audit log: begun before, settled after, gone where it is refused. */
async function noted({ audit }: ControlStore, { detail, ...deed }: Deed, change: () => Promise<unknown>): Promise<void> {
  const entry = { ...deed, atMs: Date.now(), keyId: FROM_SHELL, detail: JSON.stringify(detail) };
  const position = await audit.begin(entry);
  try {
    await change();
  } catch (error) {
    if (error instanceof FatalError) await audit.settle(position, null);
    throw error;
  }
  await audit.settle(position, entry);
}

import { Button } from '@mantine/core';
import type { KeyView } from '../../contracts/organisation.js';
import { exactText } from '../format/time.js';
import { useNow } from '../signs/use-now.js';
import { When } from '../signs/when.js';
import { keyState } from './access-words.js';
import { ScopeList } from './scope-list.js';

interface KeyRowProps {
  readonly apiKey: KeyView;
  /** Name of the member whose it is; null: a program's, or not known yet. */
  readonly owner: string | null;
  readonly isOwn: boolean;
  readonly onRevoke: () => void;
}

/** One key: whose, what it may do, until when, when it was last used. */
export function KeyRow({ apiKey, owner, isOwn, onRevoke }: KeyRowProps) {
  const state = keyState(apiKey, useNow());
  return (
    <div className="access-row key-row">
      <div>
        <strong>{apiKey.name}</strong> {isOwn && <span className="chip">you</span>}
        <small className="dim">{apiKey.memberId === null ? 'a program’s' : `of ${owner ?? apiKey.memberId}`}</small>
      </div>
      <ScopeList scopes={apiKey.scopes} allowed={apiKey.allowedScopes} />
      <div>
        {apiKey.lastUsedAt === null ? (
          <span className="dim">never used</span>
        ) : (
          <>
            used <When time={apiKey.lastUsedAt} />
          </>
        )}
        <small className="dim">
          {' '}
          made <When time={apiKey.createdAt} />
        </small>
      </div>
      <div>
        {state === 'revoked' && apiKey.revokedAt !== null && (
          <span className="key-past" title={exactText(apiKey.revokedAt)}>
            revoked <When time={apiKey.revokedAt} />
          </span>
        )}
        {state !== 'revoked' && apiKey.expiresAt === null && <span className="dim">never ends</span>}
        {state !== 'revoked' && apiKey.expiresAt !== null && (
          <span title={exactText(apiKey.expiresAt)}>
            {state === 'expired' ? 'ended' : 'ends'} {apiKey.expiresAt.slice(0, 10)}
          </span>
        )}
      </div>
      <div className="access-end">
        {state === 'valid' && (
          <Button size="compact-sm" variant="default" aria-label={`Revoke ${apiKey.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </div>
    </div>
  );
}

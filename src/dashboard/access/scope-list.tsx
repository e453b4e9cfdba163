import type { KeyView } from '../../contracts/organisation.js';

interface ScopeListProps {
  readonly scopes: KeyView['scopes'];
  /** What the member's role leaves of them. */
  readonly allowed: KeyView['allowedScopes'];
}

/** Scopes of a key; those that its member's role takes away are struck through. */
export function ScopeList({ scopes, allowed }: ScopeListProps) {
  return (
    <div className="scope-list">
      {scopes.map((scope) => {
        const isAllowed = allowed.includes(scope);
        return (
          <span
            key={scope}
            className={`chip ${isAllowed ? '' : 'scope-lost'}`}
            title={isAllowed ? undefined : 'The role of its member does not allow this now'}
          >
            {scope}
          </span>
        );
      })}
    </div>
  );
}

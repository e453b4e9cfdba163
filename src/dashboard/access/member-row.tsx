import { Button } from '@mantine/core';
import type { MemberView } from '../../contracts/organisation.js';
import { When } from '../signs/when.js';
import { ROLE_SAYS } from './access-words.js';

interface MemberRowProps {
  readonly member: MemberView;
  readonly isOwn: boolean;
  readonly mayChange: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

/** One member: who, in which role, and what that allows. */
export function MemberRow({ member, isOwn, mayChange, onChange, onRemove }: MemberRowProps) {
  const says = ROLE_SAYS.find(([role]) => role === member.role)?.[1];
  return (
    <div className="access-row member-row">
      <div>
        <strong>{member.name}</strong> {isOwn && <span className="chip">you</span>}
        <small className="dim">{member.email}</small>
      </div>
      <div>
        {member.role}
        <small className="dim"> {says}</small>
      </div>
      <div className="dim">
        since <When time={member.createdAt} />
      </div>
      <div className="access-end">
        {mayChange && (
          <>
            <Button size="compact-sm" variant="default" aria-label={`Change ${member.name}`} onClick={onChange}>
              Change
            </Button>
            <Button size="compact-sm" variant="default" aria-label={`Remove ${member.name}`} onClick={onRemove}>
              Remove
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

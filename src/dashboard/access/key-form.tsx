import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { KeyBody, MemberView } from '../../contracts/organisation.js';
import { CheckGroup } from '../layout/check-group.js';
import { type Scope, useSession } from '../session/use-session.js';
import { SCOPE_SAYS, SCOPES_OF_ROLE } from './access-words.js';

interface KeyFormProps {
  readonly memberId: string | null;
  readonly members: readonly MemberView[];
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onMake: (input: KeyBody) => void;
  readonly onClose: () => void;
}

const DAY_MS = 86_400_000;
const ENDS = [
  { value: '', label: 'never, or with your own' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
];

/** A key can do no more than the one that makes it, and no more than its member's role. */
export function KeyForm({ memberId, members, isPending, error, onMake, onClose }: KeyFormProps) {
  const [name, setName] = useState('');
  const [whose, setWhose] = useState(memberId ?? '');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [days, setDays] = useState('');
  const { may } = useSession();
  const member = members.find(({ id }) => id === whose) ?? null;
  const offered = SCOPE_SAYS.filter(([scope]) => may(scope) && (member === null || SCOPES_OF_ROLE[member.role].includes(scope)));
  const given = scopes.filter((scope) => offered.some(([other]) => other === scope));

  function submit(event: FormEvent): void {
    event.preventDefault();
    onMake({
      name: name.trim(),
      scopes: [...given],
      ...(whose === '' ? {} : { memberId: whose }),
      ...(days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    });
  }

  return (
    <form className="access-form" onSubmit={submit}>
      <TextInput
        label="Name"
        description="What it is for: it stands in the audit log"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        required
        data-autofocus
      />
      <NativeSelect
        label="Whose"
        data={[
          { value: '', label: 'a program’s' },
          ...members.map(({ id, name: label, role }) => ({ value: id, label: `${label}, ${role}` })),
        ]}
        value={whose}
        onChange={(event) => setWhose(event.currentTarget.value)}
      />
      <CheckGroup
        legend="It may"
        offered={offered.map(([value, says]) => ({ value, label: value, says }))}
        chosen={given}
        onChange={setScopes}
      />
      <NativeSelect label="It ends" data={ENDS} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
      {error !== null && (
        <p className="error-text" role="alert">
          No key was made: {error.message}
        </p>
      )}
      <div className="dialog-buttons">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending} disabled={given.length === 0 || name.trim() === ''}>
          Make the key
        </Button>
      </div>
    </form>
  );
}

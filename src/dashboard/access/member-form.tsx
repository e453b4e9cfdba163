import { NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MemberView } from '../../contracts/organisation.js';
import { FormEnd } from '../layout/form-end.js';
import { flawsOf } from '../layout/form-flaws.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';
import { ROLE_SAYS, type Role } from './access-words.js';
import { useAccessChange } from './use-access.js';

interface MemberFormProps {
  readonly organisation: string;
  /** Null: a new one. */
  readonly member: MemberView | null;
  readonly onSaved: (member: MemberView) => void;
  readonly onClose: () => void;
}

/** Adds a member, or changes a name or a role. */
export function MemberForm({ organisation, member, onSaved, onClose }: MemberFormProps) {
  const [name, setName] = useState(member?.name ?? '');
  const [email, setEmail] = useState(member?.email ?? '');
  const [role, setRole] = useState<Role>(member?.role ?? 'analyst');
  const { session, may } = useSession();
  const { mutate, isPending, error } = useAccessChange(
    () =>
      member === null
        ? client.organisations.addMember(organisation, { name: name.trim(), email: email.trim(), role })
        : client.organisations.changeMember(organisation, member.id, { name: name.trim(), role }),
    onSaved,
  );
  const { fields, whole } = flawsOf(error, ['name', 'email', 'role']);
  const roles = ROLE_SAYS.filter(([one]) => one !== 'owner' || session?.role === 'owner' || may('operator'));
  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate(undefined);
  }
  return (
    <form className="access-form" onSubmit={submit}>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields['name']}
        maxLength={100}
        required
        data-autofocus
      />
      {member === null && (
        <TextInput
          label="E-mail"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fields['email']}
          maxLength={254}
          required
        />
      )}
      <NativeSelect
        label="Role"
        description="Their keys may do no more than it allows, from now on"
        data={roles.map(([value, says]) => ({ value, label: `${value}: ${says}` }))}
        value={role}
        onChange={(event) => setRole(roles.find(([one]) => one === event.currentTarget.value)?.[0] ?? role)}
        error={fields['role']}
      />
      <FormEnd submit={member === null ? 'Add the member' : 'Save'} isPending={isPending} flaw={whole} onCancel={onClose} />
    </form>
  );
}

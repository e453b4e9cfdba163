import { Button, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';

interface AssignProps {
  readonly assignee: string | null;
  readonly onAssign: (assignee: string | null) => void;
}

/** To a member, or to whoever is named. */
export function AssignPopover({ assignee, onAssign }: AssignProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const names = useId();
  const { session } = useSession();
  const organisation = session?.organisationId ?? '';
  const members = useQuery({
    queryKey: ['members', organisation],
    queryFn: () => client.organisations.members(organisation),
    enabled: isOpen && organisation !== '',
  });
  const people = members.data?.items ?? [];
  const me = people.find(({ id }) => id === session?.memberId)?.name ?? null;

  function assign(to: string | null): void {
    setOpen(false);
    setName('');
    onAssign(to);
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    assign(name.trim());
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withArrow position="bottom-start">
      <Popover.Target>
        <Button size="sm" variant="default" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          {assignee === null ? 'Assign' : `Assigned to ${assignee}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="assign-form" onSubmit={submit}>
          <TextInput
            label="To whom"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            list={names}
            autoComplete="off"
            required
          />
          <datalist id={names}>
            {people.map((person) => (
              <option key={person.id} value={person.name} />
            ))}
          </datalist>
          <Button type="submit" disabled={name.trim() === ''}>
            Assign
          </Button>
          {me !== null && me !== assignee && (
            <Button variant="default" onClick={() => assign(me)}>
              Me
            </Button>
          )}
          {assignee !== null && (
            <Button variant="default" onClick={() => assign(null)}>
              Nobody
            </Button>
          )}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

import { NativeSelect, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../session/client.js';
import type { ChannelDraft } from './channel-draft.js';

interface SecretFieldProps {
  readonly label: string;
  readonly draft: ChannelDraft;
  readonly onChange: (part: Partial<ChannelDraft>) => void;
  readonly error: ReactNode;
  readonly isNew: boolean;
}

/** A secret that is stored already, or a new one. Values go in and never come out. */
export function SecretField({ label, draft, onChange, error, isNew }: SecretFieldProps) {
  const { data } = useQuery({ queryKey: ['secrets'], queryFn: ({ signal }) => client.secrets.list(signal) });
  const stored = data?.items ?? [];
  return (
    <>
      {(stored.length > 0 || !isNew) && (
        <NativeSelect
          label={label}
          data={[{ value: '', label: 'Store a new one' }, ...stored.map(({ name }) => ({ value: name, label: `Stored as ${name}` }))]}
          value={draft.secretRef}
          onChange={(event) => onChange({ secretRef: event.currentTarget.value })}
          error={draft.secretRef === '' ? undefined : error}
        />
      )}
      {draft.secretRef === '' && (
        <PasswordInput
          label={stored.length > 0 || !isNew ? `New ${label.toLowerCase()}` : label}
          description="Stored by Tocsin, and never shown again"
          value={draft.secretValue}
          onChange={(event) => onChange({ secretValue: event.currentTarget.value })}
          error={error}
          autoComplete="off"
          required
        />
      )}
    </>
  );
}

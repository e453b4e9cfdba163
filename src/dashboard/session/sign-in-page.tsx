import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { isProblemError } from '../../sdk/problem-error.js';
import { BellMark } from '../signs/icons.js';
import { client } from './client.js';
import { sessionState } from './session-state.js';
import './sign-in-page.css';

function sentenceOf(error: unknown): string {
  if (isProblemError(error) && (error.status === 401 || error.status === 403))
    return 'That key is not known here, or was revoked. The start of Tocsin prints the first one.';
  if (isProblemError(error) && error.status === 400) return 'That is no key of Tocsin.';
  return error instanceof Error ? error.message : 'Signing in failed.';
}

export function SignInPage({ onDone }: { readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const [state, setState] = useState<'idle' | 'sending' | { readonly error: string }>('idle');
  useEffect(() => {
    document.title = 'Sign in · Tocsin';
  }, []);

  async function signIn(event: FormEvent): Promise<void> {
    event.preventDefault();
    setState('sending');
    try {
      await client.session.open(key.trim());
      sessionState.set('signed-in');
      await queries.invalidateQueries();
      onDone();
    } catch (error) {
      setState({ error: sentenceOf(error) });
    }
  }

  return (
    <main className="sign-in">
      <form className="panel sign-in-panel" onSubmit={(event) => void signIn(event)}>
        <div className="sign-in-brand">
          <BellMark size={30} />
          <h1>Tocsin</h1>
        </div>
        <p className="dim">Paste an API key. It is traded for a session cookie and kept nowhere else.</p>
        <PasswordInput
          label="API key"
          name="key"
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={typeof state === 'object' ? state.error : null}
          autoComplete="current-password"
          data-autofocus
          autoFocus
          required
          withAsterisk={false}
          size="md"
        />
        <Button type="submit" size="md" loading={state === 'sending'} disabled={key.trim() === ''}>
          Sign in
        </Button>
        <p className="dim sign-in-help">
          No key at hand? <code>tocsin start</code> prints one on its first start; <code>tocsin keys create</code> makes another.
        </p>
      </form>
    </main>
  );
}

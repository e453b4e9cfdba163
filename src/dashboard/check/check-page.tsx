import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { Failed } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { type CheckInput, understand } from './check-input.js';
import './check-page.css';
import { VerdictCard } from './verdict-card.js';

/** Should I sign this? */
export default function CheckPage() {
  useTitle('Check');
  const chains = useQuery({ queryKey: ['chains'], queryFn: ({ signal }) => client.chains(signal) });
  const [text, setText] = useState('');
  const [from, setFrom] = useState('');
  const [chosen, setChosen] = useState('');
  const check = useMutation({ mutationFn: (request: CheckInput) => client.check(request) });
  const items = chains.data?.items ?? [];
  const chainId = Number(chosen === '' ? (items[0]?.chainId ?? 1) : chosen);
  const understood = understand(text, { chainId, from: from.trim() });
  const request = understood.kind === 'request' ? understood.request : null;
  const subject = check.variables?.subject;
  return (
    <div className="page check-page">
      <Panel title="Should I sign this?" isPage>
        <form
          className="check-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (request !== null) check.mutate(request);
          }}
        >
          <label className="check-what">
            <span>What you were asked to sign</span>
            <textarea
              rows={7}
              spellCheck={false}
              value={text}
              placeholder="A transaction or typed data as JSON, a signed transaction as hex, or a message"
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <label>
            <span>Account that signs</span>
            <input
              type="text"
              spellCheck={false}
              autoComplete="off"
              placeholder="0x…"
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
          </label>
          {items.length > 1 && (
            <label>
              <span>Chain</span>
              <select value={String(chainId)} onChange={(event) => setChosen(event.currentTarget.value)}>
                {items.map(({ chainId: id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <div className="check-submit">
            <Button type="submit" disabled={request === null} loading={check.isPending}>
              Check
            </Button>
            <p className="dim" role="status">
              {understood.kind === 'request' && `Reads as ${understood.what}. Nothing is signed or sent.`}
              {understood.kind === 'unclear' && understood.why}
              {understood.kind === 'address' && (
                <>
                  An address: <Link to={`/addresses/${understood.address}`}>what is known of it</Link>
                </>
              )}
            </p>
          </div>
        </form>
      </Panel>
      {check.error !== null && (
        <Failed error={check.error} what="the verdict" onRetry={() => check.variables !== undefined && check.mutate(check.variables)} />
      )}
      {check.data !== undefined && (
        <VerdictCard answer={check.data} account={subject !== undefined && 'from' in subject ? subject.from : null} />
      )}
    </div>
  );
}

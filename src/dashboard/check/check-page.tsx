import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import { useChains } from '../chains/use-chains.js';
import { Failed } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { useTitle } from '../layout/use-title.js';
import { client } from '../session/client.js';
import { type CheckInput, understand } from './check-input.js';
import './check-page.css';
import { ScreenedCard } from './screened-card.js';
import { VerdictCard } from './verdict-card.js';

/** Should I sign this? */
export default function CheckPage() {
  useTitle('Check');
  const chains = useChains();
  const [text, setText] = useState('');
  const [from, setFrom] = useState('');
  const [chosen, setChosen] = useState('');
  const [answer, setAnswer] = useState<CheckAnswer | null>(null);
  const check = useMutation({
    mutationFn: (request: CheckInput) => client.check(request),
    onMutate: () => setAnswer(null),
    onSuccess: setAnswer,
  });
  const screen = useMutation({
    mutationFn: (asked: { readonly chainId: number; readonly address: string }) => client.screen(asked),
    onMutate: () => setAnswer(null),
  });
  const items = chains.data?.items ?? [];
  const chainId = chosen === '' ? (items[0]?.chainId ?? null) : Number(chosen);
  const understood = understand(text, { chainId, from: from.trim() });
  const request = understood.kind === 'request' ? understood.request : null;
  return (
    <div className="page check-page">
      <Panel title="Should I sign this?" isPage>
        <form
          className="check-form"
          onSubmit={(event) => {
            event.preventDefault();
            screen.reset();
            if (request !== null) check.mutate(request);
          }}
        >
          <label className="check-what">
            <span>What you were asked to sign</span>
            <textarea
              rows={7}
              spellCheck={false}
              value={text}
              placeholder="A transaction, a batch of calls, an operation or typed data as JSON, a signed transaction as hex, a message, or an address"
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
              <select value={String(chainId ?? '')} onChange={(event) => setChosen(event.currentTarget.value)}>
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
              {understood.kind === 'unclear' && (chains.isPending && text !== '' ? 'Asking which chains are followed…' : understood.why)}
              {understood.kind === 'address' && (
                <>
                  An address:{' '}
                  <Button
                    size="xs"
                    variant="default"
                    loading={screen.isPending}
                    disabled={chainId === null}
                    onClick={() => chainId !== null && screen.mutate({ chainId, address: understood.address })}
                  >
                    Screen it
                  </Button>{' '}
                  <Link to={`/addresses/${understood.address}`}>what is known of it</Link>
                </>
              )}
            </p>
          </div>
        </form>
      </Panel>
      {chains.error !== null && <Failed error={chains.error} what="the chains" onRetry={() => void chains.refetch()} />}
      {check.error !== null && (
        <Failed error={check.error} what="the verdict" onRetry={() => check.variables !== undefined && check.mutate(check.variables)} />
      )}
      {screen.error !== null && (
        <Failed
          error={screen.error}
          what="what is known"
          onRetry={() => screen.variables !== undefined && screen.mutate(screen.variables)}
        />
      )}
      {answer !== null && <VerdictCard answer={answer} onAgain={setAnswer} />}
      {answer === null && screen.data?.items[0] !== undefined && <ScreenedCard screened={screen.data.items[0]} />}
    </div>
  );
}

import { lazy, type ReactNode, Suspense } from 'react';
import type { TransactionView } from '../../contracts/transaction.js';
import { Loading } from '../layout/async-states.js';
import { Panel } from '../layout/panel.js';
import { Balances } from './balances.js';
import { CallTree } from './call-tree.js';
import { Movements } from './movements.js';
import { ChainOfTokens } from './token-amount.js';

const MoneyFlow = lazy(() => import('./money-flow.js'));

interface TransactionStoryProps {
  readonly transaction: TransactionView;
  /** Lower-case address to role. */
  readonly parties: ReadonlyMap<string, string>;
  readonly aside?: ReactNode;
}

/** Who lost what, how the money went, what was called. */
export function TransactionStory({ transaction, parties, aside }: TransactionStoryProps) {
  const { transfers } = transaction;
  return (
    <ChainOfTokens value={transaction.chainId}>
      <Panel title="Who gained and lost" aside={aside}>
        {transfers !== null && transfers.length > 0 ? (
          <>
            <Balances transfers={transfers} parties={parties} />
            <div style={{ height: 12 }} />
            <Suspense fallback={<Loading rows={1} height={200} />}>
              <MoneyFlow chainId={transaction.chainId} transfers={transfers} parties={parties} />
            </Suspense>
          </>
        ) : (
          <Movements transfers={transfers} />
        )}
      </Panel>
      {transfers !== null && transfers.length > 0 && (
        <Panel title="Token movements">
          <Movements transfers={transfers} />
        </Panel>
      )}
      <Panel title="Calls">
        <CallTree transaction={transaction} />
      </Panel>
    </ChainOfTokens>
  );
}

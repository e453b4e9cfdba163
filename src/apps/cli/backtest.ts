import { writeFileSync } from 'node:fs';
import { FatalError } from '../../core/errors.js';
import { type InstanceFlags, openInstance } from './instance.js';
import { readMonitor, backtest as run } from './monitors.js';

export interface BacktestFlags extends InstanceFlags {
  readonly monitor: string;
  readonly from: string;
  readonly to: string;
  readonly chain?: string;
  readonly against?: string;
  readonly json?: string;
}

/** `tocsin backtest --monitor F --from N --to M`: what it would have said. Sends nothing. */
export async function backtest(flags: BacktestFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const { monitor } = readMonitor(flags.monitor);
  const chain = Number(flags.chain ?? monitor.chains[0]);
  if (!monitor.chains.includes(chain))
    throw new FatalError('wrong-chain', `${monitor.id} watches chains ${monitor.chains.join(', ')}, not ${chain}.`);
  const against = flags.against === undefined ? {} : { against: Number(flags.against) };
  const result = await run(openInstance(flags, env), { monitor, chain, from: Number(flags.from), to: Number(flags.to), ...against }, true);
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(result, null, 2)}\n`);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(`${result.monitor.alerts} alerts in ${result.blocks} blocks, ${result.transactions} transactions of chain ${result.chainId}`);
  for (const { blockNumber, transactionHash, summary } of result.monitor.sample.slice(0, 5))
    say(`  block ${blockNumber} ${transactionHash ?? ''} ${summary}`);
  if (result.monitor.errors > 0)
    say(`${result.monitor.errors} times it could not be evaluated: ${result.monitor.errorSample[0]?.reasons[0] ?? ''}`);
  if (result.missingCount > 0) say(`${result.missingCount} blocks could not be had`);
  if (result.diff !== null) say(`against version ${flags.against}: ${result.diff.text}`);
}

import type { Command } from 'commander';
import { type BacktestFlags, backtest } from './backtest.js';
import type { InstanceFlags } from './instance.js';
import { type ApplyFlags, applyMonitors, diffMonitors, type TestFlags, testMonitors } from './monitors.js';

/** `tocsin monitors …` and `tocsin backtest`. */
export function addMonitorCommands(program: Command): void {
  const monitors = program.command('monitors').description('what users watch, as code: a folder of YAML files');
  const ofInstance = (command: Command) =>
    command.option('--data <dir>', 'data folder (.tocsin)').option('--url <url>', 'of an instance elsewhere; TOCSIN_API_KEY is its key');
  ofInstance(monitors.command('apply').description('keep them all, or none where one would not work').argument('<dir>'))
    .option('--prune', 'remove those that the folder does not have')
    .action((dir: string, options: ApplyFlags) => applyMonitors(dir, options, process.env));
  ofInstance(monitors.command('diff').description('what apply would change').argument('<dir>')).action(
    (dir: string, options: InstanceFlags) => diffMonitors(dir, options, process.env),
  );
  ofInstance(monitors.command('test').description('prove each by a match in the newest blocks').argument('<dir>'))
    .option('--blocks <n>', 'how many', '1000')
    .action((dir: string, options: TestFlags) => testMonitors(dir, options, process.env));
  ofInstance(program.command('backtest').description('what a monitor would have said of past blocks; sends nothing'))
    .requiredOption('--monitor <file>', 'YAML or JSON')
    .requiredOption('--from <block>', 'first block')
    .requiredOption('--to <block>', 'last block')
    .option('--chain <id>', 'the first of the monitor')
    .option('--against <version>', 'a version that is kept: the difference is told')
    .option('--json <file>', 'write the result there')
    .action((options: BacktestFlags) => backtest(options, process.env));
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { packageRoot } from '../../adapters/migrations.js';
import { isFatal, messageOf } from '../../core/errors.js';
import { loadConfig } from '../platform/config.js';
import { ROLES, type Role } from '../worker/role.js';
import { addAccessCommands } from './access-commands.js';
import { type CheckFlags, check } from './check.js';
import { collect } from './collect.js';
import { listDeadLetters, type ReplayFlags, replayDeadLetter } from './dead-letters.js';
import { type DoctorFlags, doctor } from './doctor.js';
import { type EvaluateCatalogueFlags, evaluateCatalogue } from './evaluate-catalogue.js';
import { type EvaluateModelFlags, evaluateModel } from './evaluate-model.js';
import { type GuardFlags, guard, printOverride } from './guard.js';
import { type LabFlags, lab } from './lab.js';
import { type McpFlags, mcp } from './mcp.js';
import { listModels, promoteModel, releaseChain, rollBackModel, shadowModel } from './models.js';
import { addMonitorCommands } from './monitor-commands.js';
import { migrate, type OperationFlags, role } from './operations.js';
import { start } from './start.js';
import { type TrainFlags, train } from './train.js';
import { type VerifyFlags, verify } from './verify.js';

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number');
  return value;
}

function speed(text: string): 'max' | number {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('expected max, or blocks per second');
  return value;
}

const packageSchema = z.object({ version: z.string() });

function versionOfPackage(): string {
  return packageSchema.parse(JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'))).version;
}

interface StartOptions {
  readonly replay?: string;
  readonly speed: 'max' | number;
  readonly rpc: readonly string[];
  readonly chain?: number;
  readonly from?: number;
  readonly to?: number;
  readonly once?: boolean;
  readonly json?: string;
  readonly data?: string;
  readonly port?: number;
}

function createProgram(): Command {
  const program = new Command('tocsin')
    .description('On-chain security monitor')
    .version(versionOfPackage())
    .exitOverride()
    // Else `evaluate` would take `--json` of `evaluate catalogue --json FILE` for its own.
    .enablePositionalOptions();
  program
    .command('start')
    .description('everything in one process')
    .option('--replay <dir>', 'recorded blocks: a folder of <number>.json.gz')
    .option('--speed <speed>', 'of a replay: max, or blocks per second', speed, 1)
    .option('--rpc <url>', 'a node, ws or http; repeatable', collect, [])
    .option('--chain <id>', 'chain id of a replay (1)', wholeNumber)
    .option('--from <block>', 'first block where nothing was read before', wholeNumber)
    .option('--to <block>', 'last block', wholeNumber)
    .option('--once', 'stop when all is delivered, and print the summary')
    .option('--json <file>', 'write the summary of --once there')
    .option('--data <dir>', 'data folder (.tocsin)')
    .option('--port <port>', 'port of the API', wholeNumber)
    .action(async (options: StartOptions) => {
      const { from = null, to = null, once = false, ...rest } = options;
      await start({ ...rest, from, to, once }, process.env);
    });
  program
    .command('role')
    .description('one role of a cluster: needs TOCSIN_KAFKA_BROKERS, TOCSIN_POSTGRES_URL and TOCSIN_CLICKHOUSE_URL')
    .addArgument(new Argument('<role>', 'which').choices(ROLES))
    .action((name: Role) => role(name, process.env));
  program
    .command('migrate')
    .description('bring both stores to this version’s schema')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((options: OperationFlags) => migrate(options, process.env));
  addAccessCommands(program);
  const deadLetters = program.command('deadletters').description('blocks that could not be used, and messages that no receiver took');
  deadLetters
    .command('list')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((options: OperationFlags) => listDeadLetters(options, process.env));
  deadLetters
    .command('replay')
    .description('have a block read again, or a message sent again; the list says what came of it')
    .argument('[id]', 'as the list has it')
    .option('--channel <id>', 'all dead messages of a channel')
    .option('--organisation <id>', 'whose channel, where no instance runs (default)')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((id: string | undefined, options: ReplayFlags) => replayDeadLetter(id, options, process.env));
  addMonitorCommands(program);
  program
    .command('config')
    .description('settings')
    .command('check')
    .description('read all settings and say what does not hold')
    .action(() => {
      loadConfig(process.env);
      process.stdout.write('Every setting is understood.\n');
    });
  program
    .command('doctor')
    .description('try each part for real and say what to do about those that do not work')
    .option('--data <dir>', 'data folder (.tocsin)')
    .option('--rpc <url>', 'a node to try; repeatable', collect, [])
    .option('--json <file>', 'write the findings there')
    .action((options: DoctorFlags) => doctor(options, process.env));
  program
    .command('verify')
    .description('check an evidence bundle: its signature, and its score computed again offline')
    .argument('<bundle>', 'file of the bundle')
    .requiredOption('--key <file>', 'public key in PEM, as /v1/signing-key shows it')
    .option('--json <file>', 'write the outcome there')
    .action((file: string, options: VerifyFlags) => verify(file, options));
  program
    .command('lab')
    .description('make a labelled chain: recorded blocks, labels, and the truth about which transactions are attacks')
    .option('--seed <n>', 'the same seed makes the same chain', wholeNumber, 7)
    .option('--blocks <n>', 'blocks of the whole chain', wholeNumber, 500)
    .option('--attacks <n>', 'attacks, each followed by its benign twin', wholeNumber, 40)
    .requiredOption('--out <dir>', 'a new or empty folder')
    .option('--json <file>', 'write the figures there')
    .action((options: LabFlags) => lab(options));
  program
    .command('train')
    .description('train the anomaly model on recorded blocks')
    .option('--data <dir>', 'recorded blocks, or a folder of such folders; repeatable', collect, [])
    .option('--rpc <url>', 'a node whose blocks --from to --to are trained on; repeatable', collect, [])
    .option('--from <n>', 'first block', wholeNumber)
    .option('--to <n>', 'last block', wholeNumber)
    .option('--clickhouse <url>', 'a ClickHouse whose analysed transactions of --chain are trained on')
    .option('--chain <id>', 'chain of --rpc or --clickhouse', wholeNumber, 1)
    .option('--attacks <dir>', 'call traces of known attacks, for the head (../shared/data/attacks/traces)')
    .option('--lab-blocks <n>', 'blocks of lab traffic to make and train on as well; 0: none', wholeNumber, 600)
    .option('--until <date>', 'mainnet blocks from this day on are kept for testing', '2023-01-01')
    .option('--seed <n>', 'of the first weights, the order and the noise', wholeNumber, 7)
    .option('--epochs <n>', 'passes over the rows', wholeNumber, 30)
    .option('--out <dir>', 'where model folders are (ml/models)')
    .option('--promote', 'make it the champion; else it is a candidate', false)
    .option('--json <file>', 'write the figures there')
    .action((options: TrainFlags) => train(options, process.env));
  const guards = program
    .command('guard')
    .enablePositionalOptions()
    .description('a JSON-RPC endpoint that checks what is sent through it before the node sees it')
    .requiredOption('--rpc <url>', 'the node behind it; http(s), and ws(s) as well for subscriptions; repeatable', collect, [])
    .option('--api <url>', 'the Tocsin that checks', 'http://localhost:3000')
    .option('--key <key>', 'its API key (TOCSIN_API_KEY)')
    .option('--host <host>', 'where it listens', '127.0.0.1')
    .option('--port <n>', 'where it listens', wholeNumber, 8_547)
    .addOption(new Option('--mode <mode>', 'block, warn and pass, or log').choices(['block', 'warn', 'log']).default('block'))
    .option('--block-warnings', 'refuse what only gives a warning, too', false)
    .addOption(new Option('--on-failure <how>', 'what becomes of what could not be checked').choices(['closed', 'open']).default('closed'))
    .option('--policies <file>', 'a policy a key, as JSON: [{name, key, mode, blockWarnings, onFailure}]')
    .option('--override-secret <file>', 'what override tokens are signed with')
    .option('--deadline-ms <n>', 'for one check', wholeNumber, 5_000)
    .action((options: GuardFlags) => guard(options, process.env));
  guards
    .command('override')
    .description('print a token that lets one refused request through, once')
    .argument('<digest>', 'of the refusal')
    .requiredOption('--override-secret <file>', 'the secret of the guard')
    .option('--minutes <n>', 'how long it may be used', wholeNumber, 10)
    .action(printOverride);
  program
    .command('check')
    .description('check a transaction before it is signed: a request of POST /v1/checks as JSON; exit code 0 for benign alone')
    .argument('<file>', 'the request; - for standard input')
    .option('--api <url>', 'the Tocsin that checks', 'http://localhost:3000')
    .option('--key <key>', 'its API key (TOCSIN_API_KEY)')
    .option('--json <file>', 'write the answer there')
    .action((file: string, options: CheckFlags) => check(file, options, process.env));
  program
    .command('mcp')
    .description('the checks as tools for AI agents (Model Context Protocol), on standard input and output or over HTTP')
    .option('--api <url>', 'the Tocsin that is asked', 'http://localhost:3000')
    .option('--key <key>', 'its API key (TOCSIN_API_KEY); over HTTP each caller shows its own')
    .option('--http <port>', 'serve over HTTP at /mcp', wholeNumber)
    .option('--host <host>', 'where it listens', '127.0.0.1')
    .action((options: McpFlags) => mcp(options, versionOfPackage(), process.env));
  const models = program.command('models').description('which model scores');
  models.command('list').description('every model, and what it does').action(listModels);
  models
    .command('promote')
    .argument('<id>', 'of the model, or the beginning of it')
    .option('--chain <id>', 'for this chain alone', wholeNumber)
    .description('make a model the champion')
    .action(promoteModel);
  models
    .command('shadow')
    .argument('[id]', 'of the model; without it none shadows any more')
    .description('let a model score beside the champion')
    .action(shadowModel);
  models
    .command('release')
    .argument('<chain>', 'chain id', wholeNumber)
    .description('give a chain the champion of all again')
    .action(releaseChain);
  models.command('rollback').description('make the last champion the champion again').action(rollBackModel);
  const evaluate = program
    .command('evaluate')
    .enablePositionalOptions()
    .description('how well the score ranks attacks above ordinary transactions')
    .option('--attacks <dir>', 'call traces of attacks: the champion is judged by them as it is')
    .option('--background <dir>', 'recorded blocks, at any depth; what has traces counts')
    .option('--seeds <n>', 'models to train where no folder is given', wholeNumber, 5)
    .option('--epochs <n>', 'passes over the rows', wholeNumber, 30)
    .option('--report <file>', 'where the report goes when models are trained here, (ml/REPORT.md)')
    .option('--json <file>', 'write the figures there')
    .action((options: EvaluateModelFlags) => evaluateModel(options, process.env));
  evaluate
    .command('catalogue')
    .description('each detector against the lab, real attacks, and ordinary blocks')
    .option('--attacks <dir>', 'call traces of attacks (../shared/data/attacks/traces)')
    .option('--background <dir>', 'recorded blocks, at any depth (../shared/data/replay)')
    .option('--lab <dir>', 'a chain that `tocsin lab` made; without it one is made')
    .option('--no-lab', 'leave the lab out')
    .option('--seed <n>', 'of the lab that is made', wholeNumber, 7)
    .option('--json <file>', 'write the figures there')
    .action((options: EvaluateCatalogueFlags) => evaluateCatalogue(options));
  return program;
}

/** Exit codes: 0 success, 1 failure, 2 bad usage. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv, { from: 'user' });
    process.exit(process.exitCode ?? 0); // Engines keep handles of their own; everything of ours is closed by now.
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    const bare = isFatal(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
    process.stderr.write(`${bare}\n`);
    process.exit(1);
  }
}

import { cpus } from 'node:os';
import { CLUSTER_ROLES } from '../support/cluster.js';
import type { Whole } from '../support/cluster-whole.js';
import type { KillReport } from './kills.js';

export interface Outcome {
  readonly kills: readonly KillReport[];
  readonly seed: number;
  readonly blockMs: number;
  readonly whole: Whole;
  /** Alerts that a socket heard, which followed all the time. */
  readonly onSocket: number;
  /** Alerts of an undisturbed run. */
  readonly undisturbed: number;
  /** Of the lab, played to their end. */
  readonly attacks: number;
  readonly strikingS: number;
  readonly settledS: number;
  /** Messages that the ill receiver refused. */
  readonly refused: number;
  readonly flaws: readonly string[];
}

export function reportOf({
  kills,
  seed,
  blockMs,
  whole,
  onSocket,
  undisturbed,
  attacks,
  strikingS,
  settledS,
  refused,
  flaws,
}: Outcome): string {
  const rows = CLUSTER_ROLES.map((role) => {
    const own = kills.filter((kill) => kill.role === role);
    const ready = own.flatMap(({ readyMs }) => (readyMs === null ? [] : [readyMs])).sort((a, b) => a - b);
    return `| ${role} | ${own.length} | ${own.filter(({ waitsUntilReady }) => !waitsUntilReady).length} | ${ready[ready.length >> 1] ?? '–'} | ${ready.at(-1) ?? '–'} |`;
  });
  const told = Object.entries(whole.told).map(([path, ids]) => `| heard by the receiver ${path}, by webhook-id | ${ids.length} |`);
  return `# ${kills.length} kills

\`npm run chaos -- --kills ${kills.length} --seed ${seed} --block-ms ${blockMs}\` on ${cpus().length} cores, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}: **${
    flaws.length === 0 ? 'nothing lost, nothing doubled' : `${flaws.length} flaws`
  }**.

${kills.length} times \`kill -9\` in ${Math.round(strikingS)} s, each role as often, at random moments, some while still starting; a block each ${blockMs} ms with attacks, their twins and three monitors (a plain one, a window, a
sequence); one receiver that is well, one that refuses or hangs up after taking (${refused} refused). Then ${Math.round(settledS)} s until nothing moved.

| | |
| --- | ---: |
| blocks, each complete | ${whole.head} |
| attacks of the lab | ${attacks} |
| of them not named by their own detector | ${whole.missedAttacks.length} |
| findings | ${whole.findingIds.length} |
| alerts | ${whole.alertIds.length} |
| alerts of an undisturbed run on the same chain | ${undisturbed} |
${told.join('\n')}
| heard by a socket that resumed, each once | ${onSocket} |
| messages that came again, under the id that they had | ${whole.repeats} |

| role | kills | while others were starting | ready after, median ms | longest ms |
| --- | ---: | ---: | ---: | ---: |
${rows.join('\n')}
${flaws.length === 0 ? '' : `\n## Flaws\n\n${flaws.map((flaw) => `- ${flaw}`).join('\n')}\n`}`;
}

import { writeFileSync } from 'node:fs';
import { makeLab } from '../../lab/make-lab.js';
import { startProgress } from './progress.js';

export interface LabFlags {
  readonly seed: number;
  readonly blocks: number;
  readonly attacks: number;
  readonly out: string;
  readonly json?: string;
}

/** `tocsin lab`: a labelled chain in a folder, to replay, to train on or to evaluate with. */
export async function lab({ json, ...options }: LabFlags): Promise<void> {
  const progress = startProgress('making the chain', options.blocks);
  const summary = await makeLab({ ...options, onProgress: (done) => progress.update(done) });
  progress.stop();
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(
    `${summary.blocks} blocks, ${summary.transactions} transactions, ${summary.attacks} attacks and ${summary.twins} twins in ${options.out}\n`,
  );
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeAttacks } from '../../../ml/evaluate/catalogue/attack-traces.js';
import type { AttackFigures, BackgroundFigures, LabFigures } from '../../../ml/evaluate/catalogue/figures.js';
import { judgeLab } from '../../../ml/evaluate/catalogue/lab-chain.js';
import { judgeBackground } from '../../../ml/evaluate/catalogue/recorded-background.js';
import { reportText } from '../../../ml/evaluate/catalogue/report.js';
import { packageRoot } from '../../adapters/migrations.js';
import { FatalError } from '../../core/errors.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { makeLab } from '../../lab/make-lab.js';
import { SCENARIOS } from '../../lab/scenarios/catalogue.js';
import { ENGINE_FINDINGS } from '../../pipeline/analyse/engine-findings.js';
import { type Progress, startProgress } from './progress.js';

export interface EvaluateCatalogueFlags {
  readonly attacks?: string;
  readonly background?: string;
  /** A labelled chain that was made before. */
  readonly lab?: string | false;
  readonly seed: number;
  readonly json?: string;
}

const SHARED = path.join(packageRoot(), '../shared/data');
const BLOCKS_A_STORY = 6;
const BLOCKS_BESIDE = 60;

/** `tocsin evaluate catalogue`: each detector against the lab, real attacks, and ordinary blocks. */
export async function evaluateCatalogue(flags: EvaluateCatalogueFlags): Promise<void> {
  const attacksAt = folderOf('--attacks', flags.attacks, 'attacks/traces');
  const backgroundAt = folderOf('--background', flags.background, 'replay');
  const lab = await judgeOwnLab(flags);
  const attacks: AttackFigures | null = attacksAt === null ? null : judgeAttacks(attacksAt, CATALOGUE);
  const background: BackgroundFigures | null = backgroundAt === null ? null : await replayed(backgroundAt);
  process.stdout.write(`${reportText({ lab, attacks, background }, CATALOGUE)}\n`);
  if (flags.json === undefined) return;
  const figures = { lab, attacks, background, microsPerTransaction: background?.microsPerTransaction ?? null };
  writeFileSync(flags.json, `${JSON.stringify(figures, null, 2)}\n`);
}

/** Given, or beside the checkout where it is there; else nothing is judged, and that is said. */
function folderOf(flag: string, given: string | undefined, shared: string): string | null {
  const folder = given ?? path.join(SHARED, shared);
  if (existsSync(folder)) return folder;
  if (given !== undefined)
    throw new FatalError('no-data', `${flag} ${given}: no such folder. Give one of the shape that the README describes.`);
  process.stderr.write(`${folder} is not there: give ${flag} to judge it.\n`);
  return null;
}

async function judgeOwnLab({ lab, seed }: EvaluateCatalogueFlags): Promise<LabFigures | null> {
  if (lab === false) return null;
  if (lab !== undefined) return judgeLab(lab, CATALOGUE);
  const parent = mkdtempSync(path.join(tmpdir(), 'tocsin-evaluate-'));
  try {
    const out = path.join(parent, 'lab');
    const ids = new Set([...CATALOGUE.map(({ id }) => id), ...ENGINE_FINDINGS]);
    const attacks = SCENARIOS.filter(({ detectorId }) => ids.has(detectorId)).length;
    const blocks = BLOCKS_BESIDE + attacks * BLOCKS_A_STORY;
    const progress = startProgress('making the lab', blocks);
    await makeLab({ seed, blocks, attacks, out, detectorIds: ids, onProgress: (done) => progress.update(done) });
    progress.stop();
    return await judgeLab(out, CATALOGUE);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function replayed(folder: string): Promise<BackgroundFigures> {
  let progress: Progress | null = null;
  const figures = await judgeBackground(folder, CATALOGUE, (done, all) => {
    progress ??= startProgress('replaying blocks', all);
    progress.update(done);
    if (done === all) progress.stop();
  });
  return figures;
}

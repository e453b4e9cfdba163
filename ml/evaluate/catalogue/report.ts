import type { Detector } from '../../../src/core/detect/detector.js';
import type { AttackFigures, BackgroundFigures, LabFigures } from './figures.js';

export interface CatalogueFigures {
  readonly lab: LabFigures | null;
  readonly attacks: AttackFigures | null;
  readonly background: BackgroundFigures | null;
}

const NONE = '–';

/** A table for people: one row a detector, then the sums, then which attacks nobody named. */
export function reportText({ lab, attacks, background }: CatalogueFigures, detectors: readonly Detector[]): string {
  const header = ['detector', 'stage', 'lab', 'twins', 'blocks', 'attacks', '/1,000', 'µs/tx'];
  const rows = detectors.map(({ id, stage }) => {
    const told = lab?.rows.find((row) => row.detectorId === id);
    const found = background === null ? null : ((background.byDetector[id] ?? 0) / Math.max(1, background.transactions)) * 1_000;
    return [
      id,
      stage,
      told === undefined ? NONE : `${told.named}/${told.attacks}`,
      told === undefined ? NONE : `${told.twinsFired}/${told.twins}`,
      told?.blocksToAlert?.toFixed(1) ?? NONE,
      attacks === null ? NONE : String(attacks.byDetector[id] ?? 0),
      found?.toFixed(3) ?? NONE,
      background?.microsByDetector[id]?.toFixed(2) ?? NONE,
    ];
  });
  return [...table([header, ...rows]), '', ...sums({ lab, attacks, background })].join('\n');
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
}

function sums({ lab, attacks, background }: CatalogueFigures): readonly string[] {
  const lines: string[] = [];
  if (lab !== null)
    lines.push(
      `lab: ${lab.named} of ${lab.attacks} attacks named by their own detector in their own block, ${lab.twinsFired} of ${lab.twins} benign twins fired`,
    );
  if (attacks !== null) {
    lines.push(`real attacks: ${attacks.named} of ${attacks.total} named by an exploit detector, as high or critical`);
    const missed = attacks.rows.filter(({ isNamed }) => !isNamed).map(({ incident }) => incident);
    if (missed.length > 0) lines.push(`  not named: ${missed.join(', ')}`);
    lines.push(...attacks.unreadable.map((line) => `  unreadable: ${line}`));
  }
  if (background !== null) {
    const { transactions, findings, highFindings, exploitFindings, ordinary, complex } = background;
    lines.push(
      `ordinary blocks: ${transactions} transactions, ${findings} findings, ${exploitFindings} of the exploit stage, ${highFindings} high or critical, in ${ordinary.withHighFinding} of ${ordinary.transactions} ordinary and ${complex.withHighFinding} of ${complex.transactions} complex transactions`,
      `all detectors: ${background.microsPerTransaction.toFixed(1)} µs a transaction at the median block; ${background.failures} failures`,
      ...background.high.map(({ detectorId, transactionHash }) => `  ${detectorId} ${transactionHash}`),
      ...background.unreadable.map((line) => `  unreadable: ${line}`),
    );
  }
  return lines;
}

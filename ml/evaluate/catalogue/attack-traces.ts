import path from 'node:path';
import { z } from 'zod';
import type { Hex } from '../../../src/core/chain/block.js';
import { parseCallTree } from '../../../src/core/chain/parse-trace.js';
import { askDetectors, notesOf } from '../../../src/core/detect/ask-detectors.js';
import type { Detector } from '../../../src/core/detect/detector.js';
import { messageOf } from '../../../src/core/errors.js';
import { bareContext, readJson, tracesBelow, transactionOf } from '../../datasets/call-traces.js';
import { type AttackFigures, type AttackRow, countBy, type Found, isGrave } from './figures.js';

/** A file of `attacks/traces`: a callTracer tree, and what is known of it. */
const attackFile = z.object({
  tx: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((hash): Hex => `0x${hash.slice(2).toLowerCase()}`),
  chain_id: z.coerce.number().int().default(1),
  incident: z.string().nullish(),
  trace: z.unknown(),
});

/** Judges each recorded attack by its call trace alone: no logs, no history, no labels; prices as the program knows them by itself. */
export function judgeAttacks(folder: string, detectors: readonly Detector[]): AttackFigures {
  const rows: AttackRow[] = [];
  const unreadable: string[] = [];
  for (const file of tracesBelow(folder)) {
    try {
      rows.push(judge(readAttack(file), detectors));
    } catch (error) {
      unreadable.push(`${path.relative(folder, file)}: ${messageOf(error)}`);
    }
  }
  const stages = new Map(detectors.map(({ id, stage }) => [id, stage]));
  const named = rows.flatMap(({ found }) => [
    ...new Set(
      found.flatMap(({ detectorId, severity }) => (isGrave(severity) && stages.get(detectorId) === 'exploit' ? [detectorId] : [])),
    ),
  ]);
  return {
    rows,
    total: rows.length + unreadable.length,
    named: rows.filter(({ isNamed }) => isNamed).length,
    byDetector: countBy(named),
    unreadable,
  };
}

function readAttack(file: string): z.infer<typeof attackFile> {
  return attackFile.parse(readJson(file));
}

function judge({ tx: hash, chain_id: chainId, incident, trace }: z.infer<typeof attackFile>, detectors: readonly Detector[]): AttackRow {
  const tx = transactionOf(hash, chainId, parseCallTree(trace, 'trace'));
  const ctx = bareContext(chainId);
  const answers = askDetectors(detectors, tx, ctx, (_, error) => {
    throw error;
  });
  const found = notesOf(answers).map(({ detectorId, severity }): Found => ({ detectorId, severity }));
  const isNamed = found.some(
    ({ detectorId, severity }) => isGrave(severity) && detectors.some(({ id, stage }) => id === detectorId && stage === 'exploit'),
  );
  return { incident: incident ?? hash.slice(0, 10), transactionHash: hash, frames: tx.frames?.length ?? 0, found, isNamed };
}

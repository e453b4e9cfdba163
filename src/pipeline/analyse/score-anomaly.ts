import type { Detection, InspectedTransaction } from '../../core/detect/detector.js';
import { shortAddress } from '../../core/detect/format.js';
import { WARM_TRANSACTIONS } from '../../core/score/alert-line.js';
import type { TopFeature } from '../../core/score/explain.js';
import { usualHere } from '../../core/score/usual-here.js';
import type { FunctionRecord } from '../../core/state/tables/function-table.js';

/** Not of the catalogue's files: it speaks from the score, which detectors do not see. */
export const SCORE_ANOMALY = { id: 'score-anomaly', version: 1, title: 'Transaction unlike the chain’s traffic', stage: 'score' } as const;

function usualText({ id, usualFrom, usualTo }: TopFeature, called: FunctionRecord | undefined): string {
  const here = usualHere(id, called);
  const [from, to] = here ?? [usualFrom, usualTo];
  return `${from.toPrecision(3)} to ${to.toPrecision(3)}${here === null ? '' : ' of this function'}`;
}

/** The score says how surprising, never what: so it is medium at most, low while the chain is new to us. */
export function scoreAnomaly(
  tx: InspectedTransaction,
  risk: number,
  budgetRisk: number,
  top: readonly TopFeature[],
  seenTransactions: number,
  called?: FunctionRecord,
): readonly Detection[] {
  if (risk < budgetRisk) return [];
  return [
    {
      severity: seenTransactions < WARM_TRANSACTIONS ? 'low' : 'medium',
      subject: { address: tx.to ?? tx.from, role: tx.to === null ? 'deployer' : 'contract' },
      parties: [{ address: tx.from, role: 'sender' }],
      summary: `A transaction of ${shortAddress(tx.from)} scores ${risk} of 100: ${top[0]?.sentence ?? 'the whole of it'} stands out most.`,
      reasons: top.map((feature) => ({
        id: `feature-${feature.id}`,
        text: `Unusually ${feature.isHigh ? 'high' : 'low'}: ${feature.sentence}.`,
        feature: feature.id,
        value: feature.value,
        usual: usualText(feature, called),
        ...(feature.change === undefined ? {} : { change: feature.change }),
      })),
      evidence: { risk, budgetRisk, warm: seenTransactions >= WARM_TRANSACTIONS },
    },
  ];
}

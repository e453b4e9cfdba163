import { describe, expect, it } from '@jest/globals';
import { createRules } from '../../../src/adapters/rules/compile-monitor.js';
import { FINDING_IDS } from '../../../src/apps/monitoring/finding-ids.js';
import type { Block } from '../../../src/core/chain/block.js';
import type { MonitorSet } from '../../../src/core/monitor/monitor-set.js';
import { monitorSet } from '../../../src/core/monitor/monitor-set.js';
import { ChainState } from '../../../src/core/state/chain-state.js';
import { analyseBlock } from '../../../src/pipeline/analyse/analyse-block.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import type { Gap } from '../../../src/pipeline/analyse/operate-findings.js';
import { buildTransaction } from '../../support/build-transaction.js';
import { buildMonitor, buildWatchedBlock } from '../../support/monitors.js';

const RULES = createRules({ detectors: FINDING_IDS });
const whole = buildWatchedBlock({ transactions: [buildTransaction()] }).block;

function setOf(when: string): MonitorSet {
  const { compiled, problems } = RULES.compile(buildMonitor({ on: 'finding', when }));
  if (compiled === null) throw new Error(JSON.stringify(problems));
  return monitorSet([compiled], 1);
}

function analysed(block: Block, monitors: MonitorSet, gaps: readonly Gap[] = []) {
  const hashText = (text: string) => Buffer.from(text).toString('hex');
  const stamp = { modelId: null, rulesVersion: 'r', analysedAtMs: 0, hashText };
  return analyseBlock(block, new ChainState(), {
    detectors: [],
    scorer: null,
    knowledge: NO_KNOWLEDGE,
    monitors,
    stamp,
    generation: 0,
    gaps,
    onDetectorFailure: () => undefined,
  });
}

const idsOf = ({ findings }: ReturnType<typeof analysed>) => findings.map(({ detectorId }) => detectorId);

describe('what could not be looked at', () => {
  it.each([
    ['coverage-gap', whole, [{ from: 97, to: 99, reason: 'nobody has it' }]],
    ['coverage-gap', { ...whole, partialReasons: ['traces-failed'] }, []],
    ['source-disagrees', { ...whole, disagreements: [{ endpoint: 'rpc', reason: 'receiptsRoot' }] }, []],
  ] as readonly (readonly [string, Block, readonly Gap[]])[])('is a finding that monitors hear of: %s', (id, block, gaps) => {
    const monitors = setOf(`finding.detector == "${id}"`);
    expect(idsOf(analysed(block, monitors, gaps))).toEqual([id, 'monitor:acme/watch']);
    expect(idsOf(analysed(whole, monitors))).toEqual([]);
  });

  it('says also that monitors could not be asked', () => {
    const { all, ...rest } = setOf('finding.rank > 3');
    const broken: MonitorSet = {
      ...rest,
      get all(): typeof all {
        throw new Error('broken');
      },
    };
    const { findings, summary } = analysed(whole, broken);
    expect(findings.map(({ detectorId, summary: text }) => [detectorId, text])).toEqual([
      ['coverage-gap', 'Block 100 was analysed in part: detector-failed:monitors.'],
    ]);
    expect(summary.partialReasons).toContain('detector-failed:monitors');
  });
});

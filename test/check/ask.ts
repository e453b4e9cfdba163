import { createHash } from 'node:crypto';
import { createCallDecoder } from '../../src/adapters/abi/viem-call-decoder.js';
import { createLabelBook } from '../../src/adapters/labels/label-book.js';
import { takingRaw } from '../../src/apps/platform/raw-transaction.js';
import type { CheckParts } from '../../src/check/check-parts.js';
import { type CheckService, createCheckService } from '../../src/check/check-service.js';
import { KNOWN_FUNCTIONS } from '../../src/check/decode/known-functions.js';
import { NO_OPINIONS } from '../../src/check/opinions.js';
import { RULES } from '../../src/check/rules/catalogue.js';
import { checkRequestSchema } from '../../src/contracts/check.js';
import type { CheckAnswer } from '../../src/contracts/check-answer.js';
import type { Label } from '../../src/core/detect/detector.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';
import type { Simulator } from '../../src/ports/simulator.js';

/** The check over a real simulator, with the whole catalogue. */
export function serviceOver(simulator: Simulator | null, labels: readonly Label[] = [], parts: Partial<CheckParts> = {}): CheckService {
  return createCheckService({
    simulatorOf: (chainId) => (simulator?.chainId === chainId ? simulator : null),
    knowledge: { ...createLabelBook(labels), priceUsdOf: () => null, decimalsOf: () => null },
    detectors: CATALOGUE,
    rules: RULES,
    decoder: createCallDecoder(KNOWN_FUNCTIONS),
    siteOf: null,
    opinions: NO_OPINIONS,
    scorerOf: () => null,
    stateOf: () => null,
    metrics: SILENT_METRICS,
    nowMs: () => performance.timeOrigin + performance.now(),
    rulesVersion: 'test',
    hashText: (text) => createHash('sha256').update(text).digest('hex'),
    ...parts,
  });
}

export interface Ask {
  readonly from: string;
  readonly to?: string | null;
  readonly data?: string;
  readonly value?: bigint;
  readonly gas?: bigint;
}

/** One check as the API hands it on: parsed by its schema. */
export function ask(
  service: CheckService,
  chainId: number,
  { value = 0n, gas, ...subject }: Ask,
  deadlineMs = 20_000,
): Promise<CheckAnswer> {
  const quantities = { value: value.toString(), ...(gas === undefined ? {} : { gas: gas.toString() }) };
  const check = takingRaw((request) => service.check(request));
  return check(checkRequestSchema.parse({ chainId, subject: { kind: 'transaction', ...subject, ...quantities }, deadlineMs }));
}

export function reasonIds(answer: CheckAnswer): readonly string[] {
  return answer.reasons.map(({ id }) => id);
}

/** Those that change a verdict. */
export function graveIds(answer: Pick<CheckAnswer, 'reasons'>): readonly string[] {
  return answer.reasons.filter(({ severity }) => severity !== 'low' && severity !== 'info').map(({ id }) => id);
}

/** The real simulator as parts, of which some can be broken. */
export function partsOf(real: Simulator): Simulator {
  return {
    chainId: real.chainId,
    block: (...args) => real.block(...args),
    account: (...args) => real.account(...args),
    codeOf: (...args) => real.codeOf(...args),
    slotsOf: (...args) => real.slotsOf(...args),
    read: (...args) => real.read(...args),
    touchedBy: (...args) => real.touchedBy(...args),
    logs: (...args) => real.logs(...args),
    simulate: (...args) => real.simulate(...args),
    simulateAll: (...args) => real.simulateAll(...args),
  };
}

/** Required checks that did not run, with their why: empty where benign can be earned. */
export function missing(answer: CheckAnswer): readonly string[] {
  return answer.coverage.flatMap(({ check, required, state, why }) => (required && state !== 'ran' ? [`${check}: ${why}`] : []));
}

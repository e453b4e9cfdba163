import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '../../src/apps/cli/verify.js';
import { createEvidence, rescore } from '../../src/apps/platform/evidence.js';
import { hashText } from '../../src/apps/platform/hash-text.js';
import { type OpenedScorer, openScorer } from '../../src/apps/platform/open-scorer.js';
import { openSigningKey } from '../../src/apps/platform/signing-key.js';
import { type EvidenceBundle, evidenceBundleSchema } from '../../src/contracts/evidence.js';
import { isFatal } from '../../src/core/errors.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { analyseBlock } from '../../src/pipeline/analyse/analyse-block.js';
import { NO_KNOWLEDGE } from '../../src/pipeline/analyse/knowledge.js';
import type { TransactionRow } from '../../src/ports/analytics-store.js';
import { blockOf, NOW } from '../core/features/read-feature.js';
import { address, approvalLog, buildTransaction, TOKEN, UNLIMITED, VICTIM } from '../support/build-transaction.js';

const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-evidence-'));
const EOA = address('spender');
let scoring: OpenedScorer;
let bundle: EvidenceBundle;
let publicKey: string;
const file = (name: string, content: string): string => {
  writeFileSync(path.join(dir, name), content);
  return path.join(dir, name);
};

beforeAll(async () => {
  scoring = await openScorer({ modelRuntime: 'auto' });
  const tx = buildTransaction({ from: VICTIM, logs: [approvalLog(TOKEN, VICTIM, EOA, UNLIMITED)] });
  const analysed = analyseBlock({ ...blockOf(1, NOW, [tx]), facts: { code: { [EOA]: 'none' } } }, new ChainState(), {
    detectors: CATALOGUE,
    scorer: scoring.scorer,
    knowledge: NO_KNOWLEDGE,
    generation: 0,
    stamp: { modelId: scoring.modelId, rulesVersion: 'rules', analysedAtMs: 0, hashText },
    onDetectorFailure: (_, error) => {
      throw error;
    },
  });
  const [finding] = analysed.findings;
  const [row] = analysed.transactions;
  if (finding === undefined || row === undefined) throw new Error('nothing was found');
  const alert = { id: finding.id, incidentId: 'inc_1', finding, status: 'open', finality: 'seen', alertedAtMs: 0, revision: 0 } as const;
  const key = openSigningKey(null, dir);
  publicKey = key.publicKey;
  const evidence = createEvidence({
    alerts: { alert: async (id) => (id === finding.id ? alert : null) },
    analytics: { transaction: async (): Promise<TransactionRow> => row },
    key,
  });
  expect(await evidence.bundle('0xnone')).toBeNull();
  bundle = evidenceBundleSchema.parse(JSON.parse((await evidence.bundle(finding.id)) ?? ''));
});
afterAll(() => {
  scoring.close();
  rmSync(dir, { recursive: true });
});

/** What `tocsin verify` comes to. */
async function verdictOf(changed: unknown, key = publicKey): Promise<{ ok: boolean; problems: readonly string[] }> {
  const out = path.join(dir, 'out.json');
  await verify(file('bundle.json', JSON.stringify(changed)), { key: file('key.pem', key), json: out });
  process.exitCode = 0; // The command sets it for the shell; this run is a success.
  const { readFileSync } = await import('node:fs');
  return JSON.parse(readFileSync(out, 'utf8'));
}

describe('evidence', () => {
  it('is signed and scores again to the bit', async () => {
    expect(bundle.evidence.score?.modelId).toBe(scoring.modelId);
    expect(await verdictOf(bundle)).toMatchObject({ ok: true, problems: [] });
  });

  it('says what was changed: a word of the alert, a feature, the risk', async () => {
    const { evidence } = bundle;
    const score = evidence.score;
    if (score === null || scoring.scorer === null) throw new Error('not scored');
    const worded = await verdictOf({ ...bundle, evidence: { ...evidence, alert: { ...evidence.alert, severity: 'low' } } });
    expect(worded.problems).toEqual(['signature: the evidence is not what was signed; it was changed afterwards']);
    const bytes = Buffer.from(score.features, 'base64');
    bytes.writeFloatLE(40, 0);
    const moved = { ...score, features: bytes.toString('base64') };
    expect(rescore(moved, scoring.scorer).join()).toContain('the bundle says');
    expect((await verdictOf({ ...bundle, evidence: { ...evidence, score: moved } })).problems.length).toBeGreaterThan(1);
    expect(rescore({ ...score, risk: score.risk + 1 }, scoring.scorer)).toEqual([
      `risk: the bundle says ${score.risk + 1}, the model says ${score.risk}`,
    ]);
  });

  it('is not believed where another key signed it, nor on its own word', async () => {
    const other = openSigningKey(null, mkdtempSync(path.join(dir, 'other-')));
    expect((await verdictOf(bundle, other.publicKey)).problems).toEqual([
      `signature: made with key ${bundle.signature.keyId}, not with ${other.keyId}`,
    ]);
  });

  it('says what is wrong with a file that is none, and with a key that is none', async () => {
    const refusal = await verdictOf({ evidence: {} }).catch((error: unknown) => error);
    expect(isFatal(refusal) && refusal.message).toContain('is no evidence bundle: evidence.format');
    const keyless = await verdictOf(bundle, 'not a key').catch((error: unknown) => error);
    expect(isFatal(keyless) && keyless.message).toContain('/v1/signing-key');
  });

  it('keeps its key in the data folder, for its owner alone, and takes a configured one', () => {
    const own = openSigningKey(null, dir);
    expect(own.publicKey).toBe(publicKey);
    const refused = (() => {
      try {
        return openSigningKey('bm8ga2V5', dir);
      } catch (error) {
        return error;
      }
    })();
    expect(isFatal(refused) && refused.message).toContain('TOCSIN_SIGNING_KEY');
  });
});

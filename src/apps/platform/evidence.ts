import type { Evidence, EvidenceBundle } from '../../contracts/evidence.js';
import type { Alert } from '../../core/alert/alert.js';
import { alertView } from '../../core/alert/views.js';
import { FEATURE_SCHEMA, FEATURES } from '../../core/features/schema.js';
import { SEGMENTS } from '../../core/features/segment.js';
import { canonicalJson } from '../../core/score/canonical-json.js';
import { PARTS } from '../../core/score/model-bundle.js';
import type { Scorer } from '../../core/score/scorer.js';
import { rowsOf } from '../../core/score/shadow.js';
import type { AnalyticsReader, TransactionRow } from '../../ports/analytics-store.js';
import type { AlertStore } from '../../ports/control-store.js';
import { checksum } from './checksum.js';
import type { SigningKey } from './signing-key.js';

export interface EvidenceParts {
  readonly alerts: Pick<AlertStore, 'alert'>;
  readonly analytics: Pick<AnalyticsReader, 'transaction'>;
  readonly key: SigningKey;
}

/** Signed bundles of alerts: what was scored, by which model, and what it came to. */
export function createEvidence({ alerts, analytics, key }: EvidenceParts) {
  return {
    publicKey: key.publicKey,
    async bundle(alertId: string): Promise<string | null> {
      const alert = await alerts.alert(alertId as `0x${string}`);
      if (alert === null) return null;
      const hash = alert.finding.transactionHash;
      const row = hash === null ? null : await analytics.transaction(hash);
      const evidence = evidenceOf(alert, row !== null && row.blockHash === alert.finding.blockHash ? row : null);
      const text = canonicalJson(evidence as Parameters<typeof canonicalJson>[0]);
      const bundle: EvidenceBundle = { evidence, signature: { algorithm: 'Ed25519', keyId: key.keyId, value: key.sign(text) } };
      return JSON.stringify(bundle);
    },
  };
}

function evidenceOf(alert: Alert, row: TransactionRow | null): Evidence {
  const { finding } = alert;
  // What people decided of it changes; what was found does not.
  const { status: _status, finality: _finality, ...found } = alertView(alert, checksum);
  return {
    format: 1,
    alert: found,
    block: { chainId: finding.chainId, number: finding.blockNumber, hash: finding.blockHash },
    transaction: finding.transactionHash === null ? null : { hash: finding.transactionHash, index: finding.transactionIndex },
    rulesVersion: finding.rulesVersion,
    score: scoreOf(row, finding.modelId),
  };
}

function scoreOf(row: TransactionRow | null, modelId: string | null): Evidence['score'] {
  const segment = row?.segment === null || row?.segment === undefined ? undefined : SEGMENTS[row.segment];
  if (row === null || modelId === null || row.features === null || row.parts === null || row.risk === null || segment === undefined)
    return null;
  const { parts, features } = row;
  return {
    modelId,
    featureSchema: FEATURE_SCHEMA,
    features: Buffer.from(features.buffer, features.byteOffset, features.byteLength).toString('base64'),
    segment,
    calls: row.calls,
    parts: Object.fromEntries(PARTS.map((part, i) => [part, toldOf(parts[i])])),
    risk: row.risk,
  };
}

/** JSON has no NaN, which says that a part had nothing to go by. */
function toldOf(p: number | undefined): number | null {
  return p === undefined || Number.isNaN(p) ? null : p;
}

/** Computes a bundle's score again. Returns what differs; nothing where all is the same to the bit. */
export function rescore(score: NonNullable<Evidence['score']>, scorer: Scorer): readonly string[] {
  if (score.featureSchema !== FEATURE_SCHEMA) return ['the features are of another schema than this version computes'];
  const bytes = Buffer.from(score.features, 'base64');
  if (bytes.length !== FEATURES.length * 4) return [`there are ${bytes.length / 4} features instead of ${FEATURES.length}`];
  const stored = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const again = scorer.score(rowsOf([{ features: stored, segment: SEGMENTS.indexOf(score.segment), calls: score.calls }]));
  const differing = PARTS.flatMap((part, i) => {
    const [told, computed] = [score.parts[part] ?? null, toldOf(again.parts[i])];
    return told === computed ? [] : [`${part}: the bundle says p = ${told}, the model says ${computed}`];
  });
  return again.risk[0] === score.risk ? differing : [...differing, `risk: the bundle says ${score.risk}, the model says ${again.risk[0]}`];
}

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../adapters/migrations.js';
import { loadScorer } from '../../adapters/model-runtime/load-scorer.js';
import { createWasmRuntime } from '../../adapters/model-runtime/wasm-runtime.js';
import { readModelFolder } from '../../adapters/model-store/model-folder.js';
import { type EvidenceBundle, evidenceBundleSchema } from '../../contracts/evidence.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { canonicalJson } from '../../core/score/canonical-json.js';
import { rescore } from '../platform/evidence.js';
import { isSignedBy, keyIdOf } from '../platform/signing-key.js';

export interface VerifyFlags {
  readonly key: string;
  readonly json?: string;
}

/** `tocsin verify BUNDLE --key FILE`: checks the signature against a key that the bundle does not bring itself, and computes the score again, offline. */
export async function verify(file: string, flags: VerifyFlags): Promise<void> {
  const bundle = readBundle(file);
  const problems = [...signatureProblems(bundle, flags.key), ...(await scoreProblems(bundle))];
  const { alert, score } = bundle.evidence;
  if (flags.json !== undefined)
    writeFileSync(flags.json, `${JSON.stringify({ ok: problems.length === 0, alert: alert['id'], problems }, null, 2)}\n`);
  if (problems.length > 0) {
    process.stdout.write(`NOT VERIFIED\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
    process.exitCode = 1;
    return;
  }
  const scored =
    score === null ? 'it holds no score' : `risk ${score.risk} comes again to the bit with model ${score.modelId.slice(0, 16)}`;
  process.stdout.write(`verified: alert ${String(alert['id'])}; the signature is right, ${scored}\n`);
}

function readBundle(file: string): EvidenceBundle {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FatalError('bad-bundle', `${file} cannot be read as JSON: ${messageOf(error)}`);
  }
  const parsed = evidenceBundleSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FatalError('bad-bundle', `${file} is no evidence bundle: ${issue?.path.join('.')}: ${issue?.message}`);
}

function signatureProblems({ evidence, signature }: EvidenceBundle, keyFile: string): readonly string[] {
  let publicKey: string;
  try {
    publicKey = readFileSync(keyFile, 'utf8');
    keyIdOf(publicKey);
  } catch (error) {
    throw new FatalError(
      'bad-key',
      `--key ${keyFile} is no public key in PEM: ${messageOf(error)}. An instance shows its own at /v1/signing-key.`,
    );
  }
  const text = canonicalJson(evidence as Parameters<typeof canonicalJson>[0]);
  if (isSignedBy(publicKey, text, signature.value)) return [];
  const isOther = keyIdOf(publicKey) !== signature.keyId;
  return [
    isOther
      ? `signature: made with key ${signature.keyId}, not with ${keyIdOf(publicKey)}`
      : 'signature: the evidence is not what was signed; it was changed afterwards',
  ];
}

async function scoreProblems({ evidence: { score } }: EvidenceBundle): Promise<readonly string[]> {
  if (score === null) return [];
  let model: ReturnType<typeof readModelFolder>;
  try {
    model = readModelFolder(path.join(packageRoot(), 'ml/models', score.modelId.slice(0, 16)));
  } catch (error) {
    return [`score: ${messageOf(error)}`];
  }
  if (model.bundle.id !== score.modelId) return [`score: model ${score.modelId} is not here`];
  const runtime = await createWasmRuntime();
  const { scorer, dispose } = loadScorer(runtime, model.bundle, model.layers);
  const problems = rescore(score, scorer);
  dispose();
  return problems.map((problem) => `score: ${problem}`);
}

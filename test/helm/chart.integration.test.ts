import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { SETTING_NAMES } from '../../src/apps/platform/config.js';
import { TEST_CACHE } from '../support/test-cache.js';

/** `npm run check:chart` brings the tools and checks the chart; here they are there, or not. */
function canCheck(): boolean {
  if (['helm', 'kubeconform'].every((tool) => existsSync(path.join(TEST_CACHE, 'bin', tool)))) return true;
  if (process.env['CI'] === 'true') throw new Error('npm run check:chart comes first where CI runs: the chart must not be left unchecked');
  process.stderr.write(
    'SKIPPED: the chart is not checked by helm and kubeconform; `npm run check:chart` builds them with Go and checks it\n',
  );
  return false;
}

function check(...args: readonly string[]) {
  return spawnSync('bash', ['helm/check.sh', ...args], { encoding: 'utf8', timeout: 60_000 });
}

// biome-ignore lint/suspicious/noExplicitAny: manifests are looked into freely; kubeconform has checked their shape.
type Manifest = any;

function render(): readonly Manifest[] {
  const helm = path.join(TEST_CACHE, 'bin/helm');
  const text = execFileSync(helm, ['template', 'watch', 'helm/tocsin', '--kube-version', 'v1.34.0'], { encoding: 'utf8' });
  return parseAllDocuments(text)
    .map((document) => document.toJSON())
    .filter((manifest) => manifest !== null);
}

if (canCheck()) {
  describe('the chart', () => {
    it('passes helm lint, helm template and kubeconform with every set of values', () => {
      const { status, stdout, stderr } = check();
      expect([status, stderr]).toEqual([0, expect.anything()]);
      expect(stdout.match(/Invalid: 0, Errors: 0, Skipped: 0/g)).toHaveLength(3);
      expect(stdout).not.toContain('Valid: 0,');
    });

    it('would not pass with a misspelt field', () => {
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-chart-')), 'bad.yaml');
      writeFileSync(file, 'apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { prots: [] }\n');
      const { status, stdout } = check(file);
      expect(status).toBe(1);
      expect(stdout).toContain("'prots' not allowed");
    });

    it('has a deployment a role: probed, bounded, without rights, with secrets by reference alone', () => {
      const deployments = render().filter(({ kind }) => kind === 'Deployment');
      expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual(
        ['alert', 'analyse', 'api', 'deliver', 'ingest'].map((role) => `watch-tocsin-${role}`),
      );
      for (const { spec } of deployments) {
        const pod = spec.template.spec;
        const [container] = pod.containers;
        expect(container.args[0]).toBe('role');
        expect(container.livenessProbe.httpGet.path).toBe('/health/live');
        expect(container.readinessProbe.httpGet.path).toBe('/health/ready');
        expect(container.resources.limits.memory).toBeDefined();
        expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
        expect(pod).toMatchObject({
          enableServiceLinks: false,
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true },
        });
        for (const { name, value, valueFrom } of container.env) {
          expect(SETTING_NAMES).toContain(name);
          if (/URL|KEY|CHAINS/.test(name)) expect([name, value, valueFrom?.secretKeyRef?.name]).toEqual([name, undefined, 'tocsin']);
        }
      }
    });

    it('scales what reads by its lag', () => {
      const scalers = render().filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
      expect(scalers.map(({ spec }) => spec.metrics[0].external.metric)).toEqual([
        { name: 'tocsin_consumer_lag', selector: { matchLabels: { topic: 'findings.v1', group: 'alert' } } },
        { name: 'tocsin_consumer_lag', selector: { matchLabels: { topic: 'blocks.v1', group: 'analyse' } } },
        { name: 'tocsin_consumer_lag', selector: { matchLabels: { topic: 'alerts.v1', group: 'deliver' } } },
      ]);
    });
  });
}

describe('the image and the compose file', () => {
  it('copy what exists, and set only settings that exist', () => {
    const dockerfile = readFileSync('helm/Dockerfile', 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, source = '']) => source);
    const built = new Set(['node_modules', 'dist']);
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((source) => !built.has(source) && !existsSync(source))).toEqual([]);
    const { services } = parse(readFileSync('helm/compose.yaml', 'utf8'), { merge: true });
    const roles = ['ingest', 'analyse', 'alert', 'deliver', 'api'];
    for (const role of roles) {
      expect(services[role].command).toEqual(['role', role]);
      for (const name of Object.keys(services[role].environment)) expect(SETTING_NAMES).toContain(name);
    }
  });
});

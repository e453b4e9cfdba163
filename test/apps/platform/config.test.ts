import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, SETTING_NAMES } from '../../../src/apps/platform/config.js';
import { isFatal } from '../../../src/core/errors.js';

function refusalOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (isFatal(error)) return error.message;
    throw error;
  }
  return 'taken';
}

function yaml(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-config-')), 'tocsin.yaml');
  writeFileSync(file, text);
  return file;
}

describe('configuration', () => {
  it('needs nothing', () => {
    expect(loadConfig({})).toMatchObject({
      port: 3_000,
      host: '127.0.0.1',
      dataDir: '.tocsin',
      chains: [],
      modelRuntime: 'auto',
      allowPrivateTargets: false,
    });
  });

  it('is shown whole in .env.example, with the defaults', () => {
    const example = readFileSync('.env.example', 'utf8');
    for (const name of SETTING_NAMES) expect([name, example.includes(name)]).toEqual([name, true]);
    const set = Object.fromEntries(
      example.split('\n').flatMap((line) => {
        const [, name, value] = /^(TOCSIN_\w+)=(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value ?? '']];
      }),
    );
    expect(loadConfig(set)).toEqual(loadConfig({}));
  });

  it('is refused with the variable and what it takes', () => {
    for (const [env, ...parts] of [
      [{ TOCSIN_PORT: 'x' }, 'TOCSIN_PORT'],
      [{ TOCSIN_CHAINS: '[{"id":1}]' }, 'TOCSIN_CHAINS.0.rpc'],
      [{ TOCSIN_CHAINS: '{' }, 'TOCSIN_CHAINS', 'is no JSON'],
      [{ TOCSIN_CHAINS: '[{"id":1,"rpc":["ftp://x"]}]' }, 'TOCSIN_CHAINS.0.rpc.0', 'http'],
      [{ TOCSIN_API_KEY: 'short' }, 'TOCSIN_API_KEY', '16 characters'],
      [{ TOCSIN_TRUSTED_PROXIES: '10.0.0.0/8,proxy' }, 'TOCSIN_TRUSTED_PROXIES', '192.0.2.7'],
      [{ TOCSIN_SECRETS_KEY: 'c2hvcnQ=' }, 'TOCSIN_SECRETS_KEY', 'openssl rand -base64 32'],
      [{ TOCSIN_POSTGRES_URL: 'mysql://x' }, 'TOCSIN_POSTGRES_URL', 'postgres://'],
      [{ TOCSIN_LOG_LEVEL: 'loud' }, 'TOCSIN_LOG_LEVEL'],
      [{ TOCSIN_HOTS: 'localhost' }, 'TOCSIN_HOTS', 'no such setting'],
      [{ TOCSIN_CONFIG: '/nowhere.yaml' }, 'TOCSIN_CONFIG', 'cannot be read'],
      [{ TOCSIN_CONFIG: yaml('TOCSIN_PROT: 1') }, 'TOCSIN_PROT', 'no setting'],
    ] as const) {
      const refusal = refusalOf(env);
      for (const part of parts) expect(refusal).toContain(part);
    }
  });

  it('does not mistake what Kubernetes sets for a service of that name for settings', () => {
    expect(
      loadConfig({ TOCSIN_API_SERVICE_HOST: '10.0.0.1', TOCSIN_API_PORT: 'tcp://10.0.0.1:80', TOCSIN_API_PORT_80_TCP_ADDR: '10.0.0.1' })
        .port,
    ).toBe(3_000);
  });

  it('comes from a file as well, and the environment wins', () => {
    const file = yaml('TOCSIN_PORT: 4000\nTOCSIN_HOST: 0.0.0.0\nTOCSIN_CHAINS:\n  - id: 10\n    rpc: [https://node.example]\n');
    expect(loadConfig({ TOCSIN_CONFIG: file, TOCSIN_PORT: '5000' })).toMatchObject({
      port: 5_000,
      host: '0.0.0.0',
      chains: [{ id: 10, verify: 'full' }],
    });
  });
});

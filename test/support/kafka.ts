import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from '../../src/lab/devnet/free-port.js';
import { TEST_CACHE } from './test-cache.js';

const run = promisify(execFile);
const VERSION = '4.1.0';
const CACHE = path.join(TEST_CACHE, `kafka-${VERSION}`);

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>tocsin.test</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
</dependencies></project>`;

export interface Broker {
  /** host:port. */
  readonly address: string;
  close(): Promise<void>;
}

/** True where a broker can be started; else it is said loudly, and with CI=true it is a failure. */
export async function canRunKafka(): Promise<boolean> {
  for (const command of [['java', '-version'], ...(existsSync(path.join(CACHE, 'lib')) ? [] : [['mvn', '-version']])] as const) {
    try {
      await run(command[0] ?? '', [command[1] ?? '']);
    } catch {
      if (process.env['CI'] === 'true')
        throw new Error(`${command[0]} is needed where CI runs: the suites over Kafka must not be left out`);
      process.stderr.write(`SKIPPED: ${command[0]} is not installed, so nothing is tested over a real Kafka broker\n`);
      return false;
    }
  }
  return true;
}

/** The broker's jars, by Maven, once a machine. */
async function jars(): Promise<string> {
  const lib = path.join(CACHE, 'lib');
  if (existsSync(lib)) return lib;
  mkdirSync(CACHE, { recursive: true });
  const scratch = mkdtempSync(path.join(CACHE, 'fetch-'));
  writeFileSync(path.join(scratch, 'pom.xml'), POM);
  await run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd: scratch, timeout: 240_000 });
  try {
    renameSync(path.join(scratch, 'lib'), lib);
  } catch (error) {
    if (!existsSync(lib)) throw error; // Another suite was faster.
  }
  rmSync(scratch, { recursive: true, force: true });
  return lib;
}

/** A real broker in KRaft mode on free ports, with a folder of its own. */
export async function startKafka(): Promise<Broker> {
  const classpath = `${await jars()}/*`;
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = path.join(dir, 'server.properties');
  writeFileSync(
    properties,
    [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'controller.listener.names=CONTROLLER',
      'inter.broker.listener.name=PLAINTEXT',
      `log.dirs=${path.join(dir, 'data')}`,
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=4',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'group.initial.rebalance.delay.ms=0',
      'auto.create.topics.enable=false',
      'offsets.retention.check.interval.ms=1000',
    ].join('\n'),
  );
  const java = ['-Xmx400m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', classpath];
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  await run('java', [...java, 'kafka.tools.StorageTool', 'format', `--cluster-id=${id}`, '-c', properties]);
  const child = spawn('java', [...java, 'kafka.Kafka', properties], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    complaint = `${complaint}${bytes.toString()}`.slice(-4_000);
  });
  const address = `127.0.0.1:${port}`;
  await whenReady(address, child, () => complaint);
  return {
    address,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL'); // Its folder goes with it: there is nothing to save.
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function whenReady(address: string, child: ChildProcess, complaint: () => string): Promise<void> {
  const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the broker ended with ${child.exitCode}: ${complaint()}`);
    try {
      await admin.connect();
      const { brokers } = await admin.describeCluster();
      if (brokers.length > 0) return await admin.disconnect();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

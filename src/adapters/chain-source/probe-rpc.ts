import { isObject, numberAt } from '../../core/chain/quantity.js';
import { messageOf } from '../../core/errors.js';
import { Endpoint } from './endpoint.js';
import { fetchBlock } from './fetch-block.js';

/** Tries a node as ingest will use it and says what it can do, in a sentence. Throws where it cannot be used. */
export async function probeRpc(url: string): Promise<string> {
  const endpoint = new Endpoint(url);
  try {
    const chainId = numberAt(await endpoint.request('eth_chainId', [], 10_000), 'eth_chainId');
    const latest = await endpoint.request('eth_getBlockByNumber', ['latest', false], 10_000);
    const number = numberAt(isObject(latest) ? latest['number'] : null, 'head.number');
    const block = await fetchBlock(endpoint, { number });
    const traces = block === null || block.traceSource === 'none' ? 'no traces: blocks will be partial' : `traces by ${block.traceSource}`;
    const simulates = await endpoint.request('eth_simulateV1', [{ blockStateCalls: [] }, 'latest'], 10_000).then(
      () => 'simulates',
      () => 'no eth_simulateV1',
    );
    const pushes = endpoint.webSocket === null ? 'polled' : 'pushes heads';
    return `${endpoint.label}: chain ${chainId}, head ${number}, receipts, ${traces}, ${simulates}, ${pushes}`;
  } catch (error) {
    throw new Error(`${endpoint.label}: ${messageOf(error)}`);
  } finally {
    await endpoint.transport.close();
  }
}

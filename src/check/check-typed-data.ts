import type { CheckAnswer, TypedDataCheckRequest } from '../contracts/check.js';
import type { Address } from '../core/chain/block.js';
import { addressAt } from '../core/chain/quantity.js';
import { NO_HISTORY } from '../core/detect/history.js';
import { messageOf } from '../core/errors.js';
import type { SimulationBlock } from '../ports/simulator.js';
import { commonAnswer, exposureView } from './answer.js';
import { checkContext } from './check-knowledge.js';
import type { CheckParts } from './check-parts.js';
import type { Counterparties } from './counterparties.js';
import { codeOf } from './counterparty-code.js';
import { Coverage, TYPED_DATA_CHECKS } from './coverage.js';
import { Deadline } from './deadline.js';
import { type Exposure, UNLIMITED_FROM } from './exposures.js';
import { flaggedReasons } from './reasons.js';
import { domainOf, type Grant, grantsOf, type SigningDomain, type TypedData } from './typed-data.js';
import { signatureReasons } from './typed-data-rules.js';

const NO_DOMAIN: SigningDomain = { name: null, chainId: null, verifyingContract: null };

/** EIP-712 data before it is signed: who could take what with the signature, and whom it speaks to. Nothing is simulated: a signature does nothing by itself. */
export async function checkTypedData(
  request: TypedDataCheckRequest,
  id: string,
  startedAt: number,
  parts: CheckParts,
): Promise<CheckAnswer> {
  const { nowMs } = parts;
  const { chainId, subject } = request;
  const from = addressAt(subject.from, 'subject.from');
  const deadline = new Deadline(request.deadlineMs, nowMs);
  const coverage = new Coverage(TYPED_DATA_CHECKS);
  const simulator = parts.simulatorOf(chainId);
  const domain = readDomain(subject.data, coverage);
  const grants = readGrants(subject.data, from, coverage);
  const counterparties = partiesOf(domain, grants, from);
  const block = await newestBlock(parts, chainId, deadline, coverage);
  const code = await codeOf(counterparties, block, simulator, deadline, coverage, nowMs);
  const moment = { chainId, blockNumber: block?.number ?? 0, timestamp: Math.floor(startedAt / 1_000) };
  const ctx = checkContext(moment, parts.knowledge, code, parts.stateOf(chainId)?.history ?? NO_HISTORY);
  const own = signatureReasons({ data: subject.data, domain, grants, from, chainId, ctx });
  const flagged = flaggedReasons(counterparties, ctx, []);
  coverage.ran('labels', 0);
  const common = commonAnswer({
    id,
    request,
    reasons: [...own, ...flagged],
    coverage: coverage.list(),
    block,
    counterparties,
    ctx,
    startedAt,
    parts,
  });
  const shown = parts.checksum ?? ((address: Address) => address);
  return {
    ...common,
    decoded: { selector: null, signature: subject.data.primaryType },
    exposures: grants.flatMap(exposureOf).map((exposure) => exposureView(exposure, shown)),
  };
}

/** Nothing where nobody is named, or nothing allowed. */
function exposureOf({ kind, owner, spender, token, amount, expiresAt }: Grant): readonly Exposure[] {
  if (spender === null || amount === 0n) return [];
  return [{ kind, owner, spender, token, limit: amount, unlimited: amount >= UNLIMITED_FROM, expiresAt }];
}

function readDomain(data: TypedData, coverage: Coverage): SigningDomain {
  try {
    const domain = domainOf(data);
    if (domain.verifyingContract === null) coverage.skipped('domain', 'The data names no contract that checks the signature.');
    else if (domain.chainId === null) coverage.skipped('domain', 'The data names no chain: the signature may be good on several.');
    else coverage.ran('domain', 0);
    return domain;
  } catch (error) {
    coverage.failed('domain', messageOf(error));
    return NO_DOMAIN;
  }
}

function readGrants(data: TypedData, from: Address, coverage: Coverage): readonly Grant[] {
  try {
    const grants = grantsOf(data, from);
    if (grants === null) coverage.skipped('decode', `What a signature of ${data.primaryType} allows is not known here.`);
    else coverage.ran('decode', 0);
    return grants ?? [];
  } catch (error) {
    coverage.failed('decode', messageOf(error));
    return [];
  }
}

function partiesOf({ verifyingContract }: SigningDomain, grants: readonly Grant[], from: Address): Counterparties {
  const direct = new Set<Address>(verifyingContract === null ? [] : [verifyingContract]);
  for (const { token, owner, spender } of grants) for (const one of [token, owner, spender]) if (one !== null) direct.add(one);
  direct.delete(from);
  return { direct, inner: new Set() };
}

async function newestBlock(parts: CheckParts, chainId: number, deadline: Deadline, coverage: Coverage): Promise<SimulationBlock | null> {
  const simulator = parts.simulatorOf(chainId);
  if (simulator === null) {
    coverage.skipped('code', `Chain ${chainId} is not watched here: whose code is whose is not known.`);
    return null;
  }
  try {
    return await deadline.within((timeoutMs) => simulator.block(timeoutMs));
  } catch (error) {
    coverage.failed('code', messageOf(error));
    return null;
  }
}

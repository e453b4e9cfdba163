import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  MOST_AT_ONCE,
  MOST_SCREENED,
  type ScreenRequest,
  screenAnswerSchema,
  screenedAddressSchema,
  screeningPageSchema,
  screeningQuerySchema,
  screenRequestSchema,
} from '../../../contracts/screening.js';
import type { Address } from '../../../core/chain/block.js';
import type { LabelIndex } from '../../../pipeline/analyse/knowledge.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Checking } from '../../checking/checking.js';
import { jobView } from '../../checking/screening-jobs.js';
import type { Caller } from '../../platform/caller.js';
import { idParams, lowerHex } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CHECKING, CONTROL, KNOWLEDGE } from '../tokens.js';
import { checkingOr501 } from './checking-problems.js';

type ScreenAnswer = z.output<typeof screenAnswerSchema>;
type ScreeningPage = z.output<typeof screeningPageSchema>;

@ApiTags('checks')
@Controller('v1/addresses')
export class AddressesController {
  constructor(
    @Inject(CHECKING) private readonly checking: Checking | null,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'screenings'>,
    @Inject(KNOWLEDGE) private readonly knowledge: LabelIndex,
  ) {}

  @Route({
    method: 'POST',
    path: 'screen',
    summary: 'Screens one address, a list, a CSV (also as text/csv with ?chain=), or tells what is known under a prefix',
    access: 'check',
    body: screenRequestSchema,
    response: screenAnswerSchema,
    audit: { none: 'a question; the answer is kept, and by whom it was asked' },
  })
  async screen(request: ScreenRequest, caller: Caller): Promise<ScreenAnswer> {
    const { screener, jobs } = checkingOr501(this.checking);
    const { chainId, prefix, hops } = request;
    const none = { items: [], job: null, known: null };
    if (prefix !== undefined) return { ...none, known: this.under(chainId, prefix.toLowerCase()) };
    const addresses = addressesIn(request);
    if (addresses.length > MOST_AT_ONCE) return { ...none, job: await jobs.begin(chainId, caller.organisationId, addresses) };
    const question = { chainId, organisationId: caller.organisationId, hops, withApprovals: addresses.length === 1 };
    return { ...none, items: [...(await screener.screen(addresses, question))] };
  }

  @Route({
    method: 'GET',
    path: 'screen/:id',
    summary: 'Progress of a long list, and its results so far, in the order of the list',
    access: 'check',
    params: idParams,
    query: screeningQuerySchema,
    response: screeningPageSchema,
  })
  async getScreening(
    { id }: z.output<typeof idParams>,
    { limit, cursor }: z.output<typeof screeningQuerySchema>,
    caller: Caller,
  ): Promise<ScreeningPage> {
    const screening = await this.control.screenings.get(caller.organisationId, id);
    if (screening === null) throw notFound('screening');
    const after = cursor === undefined ? -1 : Number(cursor);
    if (!Number.isInteger(after))
      throw new ProblemError(400, 'The cursor does not hold.', [{ path: '/cursor', message: 'expected a nextCursor' }]);
    const rows = (await this.control.screenings.rows(id, after, limit)).filter(({ result }) => result !== null);
    const last = rows.at(-1);
    const isMore = last !== undefined && last.row < screening.total - 1;
    return {
      job: jobView(screening),
      items: rows.map(({ result }) => screenedAddressSchema.parse(JSON.parse(result ?? ''))),
      nextCursor: isMore ? String(last.row) : null,
    };
  }

  /** k-anonymous: all that is known of addresses that begin so; who asks compares the rest by itself. */
  private under(chainId: number, prefix: string): NonNullable<ScreenAnswer['known']> {
    const bySuffix = new Map<string, Set<string>>();
    for (const { address, category } of this.knowledge.startingWith(chainId, prefix)) {
      const suffix = address.slice(prefix.length);
      bySuffix.set(suffix, (bySuffix.get(suffix) ?? new Set()).add(category));
    }
    return { prefix, items: [...bySuffix].map(([suffix, categories]) => ({ suffix, categories: [...categories] })) };
  }
}

function addressesIn({ address, addresses, csv }: ScreenRequest): readonly Address[] {
  if (address !== undefined) return [lowerHex(address)];
  if (addresses !== undefined) return addresses.map(lowerHex);
  return addressesOfCsv(csv ?? '');
}

/** The column `address`, or the first one; what is no address is named by its line. */
function addressesOfCsv(csv: string): readonly Address[] {
  const rows = csv.split(/\r?\n/).map((line) => line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '')));
  const [head = []] = rows;
  const named = head.findIndex((cell) => cell.toLowerCase() === 'address');
  const isHead = !head.some((cell) => /^0x[0-9a-fA-F]{40}$/.test(cell));
  const column = Math.max(0, named);
  const found: Address[] = [];
  const errors: { path: string; message: string }[] = [];
  for (const [i, row] of rows.entries()) {
    const cell = row[column] ?? '';
    if ((i === 0 && isHead) || (row.length === 1 && cell === '')) continue;
    if (/^0x[0-9a-fA-F]{40}$/.test(cell)) found.push(lowerHex(cell));
    else if (errors.length < 20)
      errors.push({ path: `/csv/${i + 1}`, message: `line ${i + 1}: "${cell.slice(0, 60)}" is not 0x and 40 hex digits` });
  }
  if (errors.length > 0) throw new ProblemError(400, 'The list holds what is no address.', errors);
  if (found.length === 0) throw new ProblemError(400, 'The list holds no address.', [{ path: '/csv', message: 'holds no address' }]);
  if (found.length > MOST_SCREENED)
    throw new ProblemError(400, `The list holds ${found.length} addresses.`, [
      { path: '/csv', message: `at most ${MOST_SCREENED} at once` },
    ]);
  return found;
}

import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { labelInputSchema, labelQuerySchema, labelSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import { LABEL_CATEGORIES, type Label } from '../../../core/detect/detector.js';
import type { ControlStore, LabelKey, OwnedLabel } from '../../../ports/control-store.js';
import { type Caller, isOperator } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import { lowerHex } from '../http/inputs.js';
import { ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, LABELS_CHANGED } from '../tokens.js';

const labelPageSchema = pageOf(labelSchema);

@ApiTags('labels')
@Controller('v1/labels')
export class LabelsController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'labels'>,
    @Inject(LABELS_CHANGED) private readonly changed: () => Promise<void>,
  ) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Labels that were given here, for everybody or for your organisation, of one address or all, in order of address',
    access: 'read',
    query: labelQuerySchema,
    response: labelPageSchema,
  })
  async listLabels(
    { address, limit, cursor }: z.output<typeof labelQuerySchema>,
    caller: Caller,
  ): Promise<z.output<typeof labelPageSchema>> {
    const { organisationId } = caller;
    if (address !== undefined)
      return { items: (await this.control.labels.of(organisationId, lowerHex(address))).map(labelOut), nextCursor: null };
    const labels = await this.control.labels.page(organisationId, limit + 1, cursor === undefined ? null : keyFrom(cursor, organisationId));
    const last = labels.length > limit ? labels[limit - 1] : undefined;
    return { items: labels.slice(0, limit).map(labelOut), nextCursor: last === undefined ? null : cursorOf(last) };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Gives an address a label, or changes the one of the same category and source',
    access: 'write',
    body: labelInputSchema,
    response: labelSchema,
    status: 201,
  })
  async putLabel({ scope, ...input }: z.output<typeof labelInputSchema>, caller: Caller): Promise<z.output<typeof labelSchema>> {
    if (scope === 'everyone' && !isOperator(caller))
      throw new ProblemError(403, 'Only an operator labels for everyone.', [{ path: '/scope', message: 'needs the scope operator' }]);
    const isForAll = scope === 'everyone' || (scope === undefined && isOperator(caller));
    const label: Label = { ...input, address: lowerHex(input.address) };
    const organisationId = isForAll ? null : caller.organisationId;
    await this.control.labels.put([label], organisationId);
    if (isForAll) await this.changed();
    return labelOut({ ...label, organisationId });
  }
}

/** The key of a page's last label; the source may hold any character, and so comes last. */
function cursorOf({ address, category, source, chainId, organisationId }: LabelKey): string {
  return `${address}~${category}~${chainId ?? 0}~${organisationId === null ? 'all' : 'own'}~${source}`;
}

function keyFrom(cursor: string, ownOrganisation: string): LabelKey {
  const [address = '', category = '', chain = '', whose = '', ...source] = cursor.split('~');
  const known = LABEL_CATEGORIES.find((name) => name === category);
  if (known === undefined)
    throw new ProblemError(400, 'The cursor does not hold.', [{ path: '/cursor', message: 'expected a nextCursor' }]);
  const organisationId = whose === 'own' ? ownOrganisation : null;
  return { address: lowerHex(address), category: known, chainId: Number(chain), organisationId, source: source.join('~') };
}

function labelOut({ organisationId, ...label }: OwnedLabel): z.output<typeof labelSchema> {
  return { ...label, address: checksum(label.address), scope: organisationId === null ? 'everyone' : 'organisation' };
}

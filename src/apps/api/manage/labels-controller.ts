import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { labelInputSchema, labelQuerySchema, labelSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import { LABEL_CATEGORIES, type Label } from '../../../core/detect/detector.js';
import type { ControlStore, LabelKey } from '../../../ports/control-store.js';
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
    summary: 'Labels that were given here, of one address or all, in order of address',
    access: 'read',
    query: labelQuerySchema,
    response: labelPageSchema,
  })
  async listLabels({ address, limit, cursor }: z.output<typeof labelQuerySchema>): Promise<z.output<typeof labelPageSchema>> {
    if (address !== undefined) return { items: (await this.control.labels.of(lowerHex(address))).map(labelOut), nextCursor: null };
    const labels = await this.control.labels.page(limit + 1, cursor === undefined ? null : keyFrom(cursor));
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
  async putLabel(input: z.output<typeof labelInputSchema>): Promise<z.output<typeof labelSchema>> {
    const label: Label = { ...input, address: lowerHex(input.address) };
    await this.control.labels.put([label]);
    await this.changed();
    return labelOut(label);
  }
}

/** The key of a page's last label; the source may hold any character, and so comes last. */
function cursorOf({ address, category, source, chainId }: LabelKey): string {
  return `${address}~${category}~${chainId ?? 0}~${source}`;
}

function keyFrom(cursor: string): LabelKey {
  const [address = '', category = '', chain = '', ...source] = cursor.split('~');
  const known = LABEL_CATEGORIES.find((name) => name === category);
  if (known === undefined)
    throw new ProblemError(400, 'The cursor does not hold.', [{ path: '/cursor', message: 'expected a nextCursor' }]);
  return { address: lowerHex(address), category: known, chainId: Number(chain), source: source.join('~') };
}

function labelOut(label: Label): z.output<typeof labelSchema> {
  return { ...label, address: checksum(label.address) };
}

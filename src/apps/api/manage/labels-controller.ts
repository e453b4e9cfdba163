import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { labelInputSchema, labelQuerySchema, labelSchema } from '../../../contracts/management.js';
import { pageOf } from '../../../contracts/primitives.js';
import type { Label } from '../../../core/detect/detector.js';
import type { ControlStore } from '../../../ports/control-store.js';
import { checksum } from '../../platform/checksum.js';
import { lowerHex } from '../http/inputs.js';
import { Route } from '../http/route.js';
import { CONTROL } from '../tokens.js';

const labelPageSchema = pageOf(labelSchema);

@ApiTags('labels')
@Controller('v1/labels')
export class LabelsController {
  constructor(@Inject(CONTROL) private readonly control: Pick<ControlStore, 'labels'>) {}

  @Route({
    method: 'GET',
    path: '',
    summary: 'Labels that were given here, of one address or all',
    access: 'read',
    query: labelQuerySchema,
    response: labelPageSchema,
  })
  async listLabels({ address }: z.output<typeof labelQuerySchema>): Promise<z.output<typeof labelPageSchema>> {
    const labels = address === undefined ? await this.control.labels.all() : await this.control.labels.of(lowerHex(address));
    return { items: labels.map(labelOut), nextCursor: null };
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
    return labelOut(label);
  }
}

function labelOut(label: Label): z.output<typeof labelSchema> {
  return { ...label, address: checksum(label.address) };
}

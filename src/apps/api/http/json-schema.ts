import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

type Components = NonNullable<OpenAPIObject['components']>;
type SchemaMap = NonNullable<Components['schemas']>;
export type JsonSchema = Exclude<SchemaMap[string], { $ref: string }>;

/** Schemas with a name of their own, met so far: they become `components.schemas` of the document. */
export class SchemaCatalogue {
  private readonly named = new Map<string, unknown>();

  /** The JSON Schema (2020-12, as OpenAPI 3.1 has it) of a zod schema. Named parts are referred to, and collected. */
  of(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _dialect, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    for (const [name, definition] of Object.entries($defs ?? {})) this.named.set(name, withoutId(definition));
    const name = z.globalRegistry.get(schema)?.id;
    if (name === undefined) return referring(own);
    this.named.set(name, withoutId(own));
    return referring({ $ref: `#/$defs/${name}` });
  }

  all(): SchemaMap {
    return referring(Object.fromEntries([...this.named].sort(([a], [b]) => (a < b ? -1 : 1))));
  }
}

function withoutId(definition: object): object {
  const { id: _id, ...rest } = { id: undefined, ...definition };
  return rest;
}

/** zod refers to `$defs` of the schema at hand; in the document they are components. What zod wrote is a schema. */
function referring<T>(schema: object): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

export const CATALOGUE = new SchemaCatalogue();

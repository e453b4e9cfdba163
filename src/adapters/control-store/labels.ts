import type { Address } from '../../core/chain/block.js';
import { LABEL_CATEGORIES, type Label } from '../../core/detect/detector.js';
import type { LabelStore, OwnedLabel } from '../../ports/control-store.js';
import { jsonText } from './json-text.js';
import { nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

const AT_ONCE = 2_000;

function labelOf(row: SqlRow): Label {
  const chainId = numberOf(row, 'chain_id');
  return {
    address: textOf(row, 'address') as Address,
    category: LABEL_CATEGORIES.find((category) => category === textOf(row, 'category')) ?? 'other',
    source: textOf(row, 'source'),
    confidence: numberOf(row, 'confidence'),
    name: nullableTextOf(row, 'name'),
    chainId: chainId === 0 ? null : chainId,
  };
}

function ownedOf(row: SqlRow): OwnedLabel {
  const organisationId = textOf(row, 'organisation_id');
  return { ...labelOf(row), organisationId: organisationId === '' ? null : organisationId };
}

export function createLabelStore(sql: Sql): LabelStore {
  return {
    async put(labels, organisationId = null) {
      const distinct = [
        ...new Map(labels.map((label) => [`${label.address}|${label.category}|${label.source}|${label.chainId ?? 0}`, label])).values(),
      ];
      for (let i = 0; i < distinct.length; i += AT_ONCE) {
        await sql.query(
          `insert into labels (address, category, source, chain_id, confidence, name, organisation_id)
           select l->>'address', l->>'category', l->>'source', coalesce((l->>'chainId')::bigint, 0), (l->>'confidence')::float8, l->>'name', $2
           from jsonb_array_elements($1::jsonb) as l
           on conflict (address, category, source, chain_id, organisation_id) do update set confidence = excluded.confidence, name = excluded.name`,
          [jsonText(distinct.slice(i, i + AT_ONCE)), organisationId ?? ''],
        );
      }
    },
    all: async () => (await sql.query(`select * from labels where organisation_id = ''`)).map(labelOf),
    page: async (organisationId, limit, after) =>
      (
        await sql.query(
          `select * from labels where organisation_id in ('', $1)
             and ($2::text is null or (address, category, source, chain_id, organisation_id) > ($2::text, $3::text, $4::text, $5::bigint, $6::text))
           order by address, category, source, chain_id, organisation_id limit $7`,
          [
            organisationId,
            after?.address ?? null,
            after?.category ?? null,
            after?.source ?? null,
            after?.chainId ?? 0,
            after?.organisationId ?? '',
            limit,
          ],
        )
      ).map(ownedOf),
    of: async (organisationId, address) =>
      (await sql.query(`select * from labels where address = $2 and organisation_id in ('', $1)`, [organisationId, address])).map(ownedOf),
  };
}

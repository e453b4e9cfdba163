export type SearchTarget = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'nothing'; readonly why: string };

/** Where a pasted text leads. A hash may be of a transaction or of an alert: the transaction's page finds out. */
export function searchTarget(text: string): SearchTarget {
  const value = text.trim();
  if (value === '') return { kind: 'nothing', why: 'Paste a transaction hash, an address or an incident id.' };
  if (/^0x[0-9a-fA-F]{64}$/.test(value)) return { kind: 'path', path: `/transactions/${value.toLowerCase()}` };
  if (/^0x[0-9a-fA-F]{40}$/.test(value)) return { kind: 'path', path: `/addresses/${value}` };
  if (/^inc_[0-9a-f]+$/.test(value)) return { kind: 'path', path: `/incidents/${value}` };
  if (/\.eth$/i.test(value)) return { kind: 'nothing', why: 'Names are not resolved here: paste the address.' };
  if (/^0x[0-9a-fA-F]*$/.test(value))
    return { kind: 'nothing', why: `That has ${value.length - 2} hex digits: a hash has 64, an address 40.` };
  return { kind: 'nothing', why: 'That is no hash (0x and 64 digits), address (0x and 40) or incident id (inc_…).' };
}

import { isUnlimited } from '../format/amount.js';
import { measureText } from '../format/number.js';

export function evidenceFile(alertId: string): string {
  return `evidence-${alertId.slice(0, 18)}.json`;
}

export const KEY_FILE = 'tocsin-signing-key.pem';

/** To paste into a shell next to the two downloaded files. */
export function verifyLine(alertId: string): string {
  return `npx tocsin verify ${evidenceFile(alertId)} --key ${KEY_FILE}`;
}

/** `shareOfHoldings` as `share of holdings`. */
export function evidenceName(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

export function evidenceText(value: unknown): string {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return measureText(value);
  if (typeof value === 'string') return /^\d{60,}$/.test(value) && isUnlimited(value) ? 'unlimited' : value;
  if (Array.isArray(value)) return value.map(evidenceText).join(', ');
  return JSON.stringify(value);
}

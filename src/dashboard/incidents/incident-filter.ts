import { severitySchema, statusSchema } from '../../contracts/primitives.js';
import type { Severity, Status } from '../format/wording.js';

export interface IncidentFilter {
  readonly severity?: Severity;
  readonly status?: Status;
  readonly chain?: number;
}

/** Filters live in the address, so that a link holds them; what is not one is left out. */
export function filterOf(params: URLSearchParams): IncidentFilter {
  const severity = severitySchema.safeParse(params.get('severity'));
  const status = statusSchema.safeParse(params.get('status'));
  const chain = Number(params.get('chain') ?? Number.NaN);
  return {
    ...(severity.success ? { severity: severity.data } : {}),
    ...(status.success ? { status: status.data } : {}),
    ...(Number.isSafeInteger(chain) && chain > 0 ? { chain } : {}),
  };
}

export function paramsOf(filter: IncidentFilter): Record<string, string> {
  return {
    ...(filter.severity === undefined ? {} : { severity: filter.severity }),
    ...(filter.status === undefined ? {} : { status: filter.status }),
    ...(filter.chain === undefined ? {} : { chain: String(filter.chain) }),
  };
}

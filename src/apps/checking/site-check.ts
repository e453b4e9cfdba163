import type { z } from 'zod';
import type { SiteFacts } from '../../check/facts.js';
import { verdictOf } from '../../check/verdict.js';
import type { siteCheckSchema } from '../../contracts/screening.js';
import { RefusedRequest } from './check-desk.js';

type Answer = z.output<typeof siteCheckSchema>;

/** A page by its address: on a list, or with a name like another's. That it is on none says little of it: so it is never more than not known to be bad. */
export function checkSite(url: string, siteOf: (host: string) => SiteFacts): Answer {
  const site = siteOf(hostIn(url));
  const reasons: Answer['reasons'] = [];
  const tell = (id: string, severity: 'high' | 'medium', text: string, evidence: Record<string, unknown>) =>
    reasons.push({ id, severity, text, address: null, evidence });
  if (site.listed !== null) tell('site-phishing', 'high', `${site.host} is on a list of phishing pages.`, { list: site.listed });
  else if (site.imitates !== null)
    tell('site-imitates', 'medium', `${site.host} looks like ${site.imitates}, and is not it.`, { like: site.imitates });
  const coverage: Answer['coverage'] = [{ check: 'site', required: true, state: 'ran', why: null, ms: 0 }];
  return { host: site.host, verdict: verdictOf(reasons, coverage), reasons, coverage };
}

function hostIn(url: string): string {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`).hostname;
  } catch {
    throw new RefusedRequest(400, 'The address of the page cannot be read.', [
      { path: '/url', message: 'expected an address such as https://app.example' },
    ]);
  }
}

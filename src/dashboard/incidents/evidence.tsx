import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AlertView } from '../../contracts/alert.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { client } from '../session/client.js';
import { AddressTag } from '../signs/address-tag.js';
import { CopyButton } from '../signs/copy-button.js';
import { DownloadIcon } from '../signs/icons.js';
import { evidenceFile, evidenceName, evidenceText, verifyLine } from './evidence-text.js';
import './evidence.css';

/** Asks first, so that a refusal is read here and not saved as a file; the file itself is the service's own bytes, which are signed. */
async function download(alertId: string): Promise<void> {
  await client.alerts.evidence(alertId);
  const link = document.createElement('a');
  link.href = client.alerts.evidenceUrl(alertId);
  link.download = evidenceFile(alertId);
  link.click();
}

function whyNot(error: Error): string {
  if (isProblemError(error) && error.status === 404)
    return 'There is no bundle for this alert: its transaction was not scored, so there is nothing to score again.';
  return `The bundle did not come: ${error.message}`;
}

/** The signed bundle, and how to check it without trusting this page. */
export function Evidence({ alert }: { readonly alert: AlertView }) {
  const line = verifyLine(alert.id);
  const { mutate, isPending, error } = useMutation({ mutationFn: download });
  return (
    <div className="evidence">
      <p>
        The signed bundle holds the block’s identity, the features, the score and the reasons. Anyone can score it again, offline, to the
        same bits.
      </p>
      <Button variant="default" size="sm" leftSection={<DownloadIcon />} loading={isPending} onClick={() => mutate(alert.id)}>
        Download evidence
      </Button>
      {error !== null && (
        <p className="evidence-error" role="alert">
          {whyNot(error)}
        </p>
      )}
      <div className="verify-line">
        <code>{line}</code>
        <CopyButton text={line} what="command" />
      </div>
      <EvidenceValues evidence={alert.evidence} />
    </div>
  );
}

/** What the detector saw, by name; addresses are tags, long numbers stay exact. */
export function EvidenceValues({ evidence }: { readonly evidence: AlertView['evidence'] }) {
  const entries = Object.entries(evidence);
  if (entries.length === 0) return null;
  return (
    <dl className="facts evidence-values">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{evidenceName(name)}</dt>
          <dd>{typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value) ? <AddressTag address={value} /> : evidenceText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

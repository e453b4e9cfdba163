import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AlertView } from '../../contracts/alert.js';
import { isProblemError } from '../../sdk/problem-error.js';
import { client } from '../session/client.js';
import { AddressTag } from '../signs/address-tag.js';
import { CopyButton } from '../signs/copy-button.js';
import { DownloadIcon } from '../signs/icons.js';
import { evidenceFile, evidenceName, evidenceText, KEY_FILE, verifyLine } from './evidence-text.js';
import './evidence.css';

/** Asks first, so that a refusal is read here and not saved as a file; the file itself is the service's own bytes, which are signed. */
async function download(alertId: string): Promise<void> {
  await client.alerts.evidence(alertId);
  save(client.alerts.evidenceUrl(alertId), evidenceFile(alertId));
}

async function downloadKey(): Promise<void> {
  const { publicKey } = await client.signingKey();
  const url = URL.createObjectURL(new Blob([publicKey], { type: 'application/x-pem-file' }));
  save(url, KEY_FILE);
  URL.revokeObjectURL(url);
}

function save(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

function whyNot(error: Error): string {
  // The service says itself why there is none: not scored, or no model here.
  if (isProblemError(error) && (error.status === 404 || error.status === 501)) return error.message;
  return `It did not come: ${error.message}`;
}

/** The signed bundle, and how to check it without trusting this page. */
export function Evidence({ alert }: { readonly alert: AlertView }) {
  const line = verifyLine(alert.id);
  const bundle = useMutation({ mutationFn: download });
  const key = useMutation({ mutationFn: downloadKey });
  const error = bundle.error ?? key.error;
  return (
    <div className="evidence">
      <p>
        The signed bundle holds the block’s identity, the features, the score and the reasons. Anyone can score it again, offline, to the
        same bits.
      </p>
      <div className="evidence-buttons">
        <Button
          variant="default"
          size="sm"
          leftSection={<DownloadIcon />}
          loading={bundle.isPending}
          onClick={() => bundle.mutate(alert.id)}
        >
          Download evidence
        </Button>
        <Button variant="subtle" size="sm" loading={key.isPending} onClick={() => key.mutate()}>
          Public key
        </Button>
      </div>
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

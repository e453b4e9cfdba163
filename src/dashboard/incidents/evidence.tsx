import { Button } from '@mantine/core';
import type { AlertView } from '../../contracts/alert.js';
import { client } from '../session/client.js';
import { AddressTag } from '../signs/address-tag.js';
import { CopyButton } from '../signs/copy-button.js';
import { DownloadIcon } from '../signs/icons.js';
import { evidenceFile, evidenceName, evidenceText, verifyLine } from './evidence-text.js';
import './evidence.css';

/** The signed bundle, and how to check it without trusting this page. */
export function Evidence({ alert }: { readonly alert: AlertView }) {
  const line = verifyLine(alert.id);
  return (
    <div className="evidence">
      <p>
        The signed bundle holds the block’s identity, the features, the score and the reasons. Anyone can score it again, offline, to the
        same bits.
      </p>
      <Button
        component="a"
        href={client.alerts.evidenceUrl(alert.id)}
        download={evidenceFile(alert.id)}
        variant="default"
        size="sm"
        leftSection={<DownloadIcon />}
      >
        Download evidence
      </Button>
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

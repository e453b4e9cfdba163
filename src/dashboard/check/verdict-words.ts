/** What a verdict says to a person. */
export const VERDICTS = {
  malicious: { sign: '✕', word: 'Do not sign', advice: 'What it does, or whom it deals with, is known to rob people.' },
  warning: { sign: '▲', word: 'Read before you sign', advice: 'Something is unusual. Sign only if you know why.' },
  not_checked: { sign: '?', word: 'Not checked', advice: 'A part of the check did not run: this is no sign of safety.' },
  benign: { sign: '✓', word: 'Nothing found', advice: 'Every required check ran and found nothing.' },
} as const;

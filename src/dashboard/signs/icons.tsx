import type { ReactNode } from 'react';

interface IconProps {
  readonly size?: number;
}

function Line({ size = 16, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function CopyIcon(props: IconProps) {
  return (
    <Line {...props}>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 3.5v-1h-8v8h1" />
    </Line>
  );
}

export function CheckIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="m3 8.5 3.2 3.2L13 4.8" />
    </Line>
  );
}

export function SearchIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.5 3.5" />
    </Line>
  );
}

export function SunIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </Line>
  );
}

export function MoonIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M13.5 9.8A6 6 0 1 1 6.2 2.5a4.8 4.8 0 0 0 7.3 7.3Z" />
    </Line>
  );
}

export function SystemIcon(props: IconProps) {
  return (
    <Line {...props}>
      <rect x="2" y="3" width="12" height="8" rx="1.5" />
      <path d="M6 13.5h4" />
    </Line>
  );
}

export function PauseIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M5.5 3.5v9M10.5 3.5v9" />
    </Line>
  );
}

export function PlayIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M5 3.5v9l7-4.5Z" />
    </Line>
  );
}

export function ChevronIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="m6 4 4 4-4 4" />
    </Line>
  );
}

export function DownloadIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M8 2.5v7.5M4.8 7.2 8 10.4l3.2-3.2M3 13.5h10" />
    </Line>
  );
}

export function HelpIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.3 6.3a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.8.7-.8 1.3M8 11.3v.1" />
    </Line>
  );
}

/** The product's mark. */
export function BellMark({ size = 22 }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="var(--bell)" aria-hidden="true">
      <path d="M16 2a2.3 2.3 0 0 0-2.3 2.3v1C9.5 6.3 7.4 9.7 7.4 14.4c0 4.1-1 6.1-2.9 8.1h23c-1.9-2-2.9-4-2.9-8.1 0-4.7-2.1-8.1-6.3-9.1v-1A2.3 2.3 0 0 0 16 2Z" />
      <path d="M12.5 25h7a3.5 3.5 0 0 1-7 0Z" />
    </svg>
  );
}

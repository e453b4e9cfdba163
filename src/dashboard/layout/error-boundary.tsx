import { Component, type ReactNode } from 'react';
import { Failed } from './async-states.js';

interface ErrorBoundaryProps {
  /** What is missing from the page where it fails: "the chart". */
  readonly what: string;
  readonly children: ReactNode;
}

/** A part that cannot be drawn says so in its place; the rest of the page stays. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Failed error={error} what={this.props.what} onRetry={() => this.setState({ error: null })} />;
  }
}

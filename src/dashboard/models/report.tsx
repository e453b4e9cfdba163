import { useQuery } from '@tanstack/react-query';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Empty, Failed, Loading } from '../layout/async-states.js';
import { client } from '../session/client.js';

/** The report as it was written; its own title is the panel's. */
export default function Report() {
  const { data, error, refetch } = useQuery({ queryKey: ['model-report'], queryFn: ({ signal }) => client.models.report(signal) });
  if (data === undefined)
    return error === null ? <Loading rows={3} height={60} /> : <Failed error={error} what="the report" onRetry={() => void refetch()} />;
  if (data.markdown === null)
    return (
      <Empty title="No report was written">
        <code>npx tocsin evaluate</code> trains and judges, and writes one.
      </Empty>
    );
  return (
    <details className="report">
      <summary>Attacks among ordinary transactions, five seeds, each part and each incident</summary>
      <div className="report-text">
        <Markdown remarkPlugins={[remarkGfm]}>{data.markdown.replace(/^# .*\n/, '')}</Markdown>
      </div>
    </details>
  );
}

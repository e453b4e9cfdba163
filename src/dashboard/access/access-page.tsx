import { Link, useParams } from 'react-router';
import { Failed, Loading } from '../layout/async-states.js';
import { useTitle } from '../layout/use-title.js';
import { useSession } from '../session/use-session.js';
import { AuditSection } from './audit-section.js';
import { KeysSection } from './keys-section.js';
import { MembersSection } from './members-section.js';
import './access-page.css';

const SECTIONS = [
  ['keys', 'Keys'],
  ['members', 'Members'],
  ['audit', 'Audit log'],
] as const;

/** Who may do what here, and who did? */
export default function AccessPage() {
  const { section = 'keys' } = useParams();
  const { session, error, refetch } = useSession();
  const [, word = 'Access'] = SECTIONS.find(([path]) => path === section) ?? [];
  useTitle(word);
  return (
    <div className="page">
      <div className="access-head">
        <h1>Access</h1>
        {session !== null && (
          <p className="dim">
            Organisation <strong>{session.organisationId}</strong>. You are signed in with the key “{session.name}”
            {session.role !== null && ` as ${session.role}`}: {session.scopes.join(', ')}.
          </p>
        )}
        <nav className="access-tabs" aria-label="Access">
          {SECTIONS.map(([path, label]) => (
            <Link key={path} to={`/access/${path}`} aria-current={path === section ? 'page' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
      </div>
      {session === null && error === null && <Loading rows={3} height={44} />}
      {session === null && error !== null && <Failed error={error} what="who you are" onRetry={() => void refetch()} />}
      {session !== null && <Section name={section} />}
    </div>
  );
}

function Section({ name }: { readonly name: string }) {
  if (name === 'members') return <MembersSection />;
  return name === 'audit' ? <AuditSection /> : <KeysSection />;
}

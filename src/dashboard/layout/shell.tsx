import { Suspense, useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { UndoNotice } from '../incidents/undo-notice.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { ConnectionBadge } from '../live/connection-badge.js';
import { BellMark, HelpIcon } from '../signs/icons.js';
import { Loading } from './async-states.js';
import { ErrorBoundary } from './error-boundary.js';
import { HelpDialog } from './help-dialog.js';
import { SchemeToggle } from './scheme-toggle.js';
import { SearchBox } from './search-box.js';
import './shell.css';

export function Shell() {
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcut('?', () => setHelpOpen(true));
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what is waited for
  useEffect(() => {
    window.scrollTo(0, 0);
    // On a phone the links are wider than the window.
    document.querySelector('.bar-nav [aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <NavLink to="/" className="bar-brand" aria-label="Tocsin: overview">
          <BellMark />
          <span>Tocsin</span>
        </NavLink>
        <nav className="bar-nav" aria-label="Pages">
          <NavLink to="/" end>
            Overview
          </NavLink>
          <NavLink to="/incidents">Incidents</NavLink>
          <NavLink to="/monitors">Monitors</NavLink>
          <NavLink to="/channels">Channels</NavLink>
          <NavLink to="/chains">Chains</NavLink>
          <NavLink to="/models">Models</NavLink>
          <NavLink to="/check">Check</NavLink>
          <NavLink to="/access">Access</NavLink>
        </nav>
        <SearchBox />
        <div className="bar-end">
          <ConnectionBadge />
          <SchemeToggle />
          <button
            type="button"
            className="bar-button bar-help"
            aria-label="Keys and words"
            title="Keys and words (?)"
            onClick={() => setHelpOpen(true)}
          >
            <HelpIcon />
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <ErrorBoundary what="this page" key={pathname}>
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <UndoNotice />
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </>
  );
}

function PageLoading() {
  return (
    <div className="page">
      <Loading rows={3} height={110} />
    </div>
  );
}

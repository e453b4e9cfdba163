import { Link, useLocation } from 'react-router';
import { Empty } from './async-states.js';
import { useTitle } from './use-title.js';

export default function NotFoundPage() {
  const { pathname } = useLocation();
  useTitle('Not found');
  return (
    <div className="page">
      <section className="panel panel-body">
        <h1 style={{ fontSize: 20 }}>There is no such page</h1>
        <Empty title={pathname}>
          Search for a hash, an address or an incident above, or go to the <Link to="/">overview</Link>.
        </Empty>
      </section>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { openTotal } from '../overview/open-total.js';
import { client } from '../session/client.js';

/** The browser's tab says how many incidents are open, on every page. */
export function useTitle(page: string): void {
  const { data } = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => client.analytics.overview(signal) });
  const open = data === undefined ? 0 : openTotal(data);
  useEffect(() => {
    document.title = `${open > 0 ? `(${open}) ` : ''}${page} · Tocsin`;
  }, [open, page]);
}

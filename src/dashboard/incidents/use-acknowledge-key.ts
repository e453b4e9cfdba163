import { useMutation, useQueryClient } from '@tanstack/react-query';
import { focusedRow } from '../keyboard/use-list-keys.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { client } from '../session/client.js';

/** `a` acknowledges the incident whose row has the focus. */
export function useAcknowledgeKey(): void {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (id: string) => client.incidents.acknowledge(id),
    onSettled: async () => {
      await Promise.all(['incident', 'incidents', 'overview'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
  useShortcut('a', () => {
    const id = focusedRow();
    if (id !== null) mutate(id);
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChannelView } from '../../contracts/channel.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { type ChannelDraft, changeOf, inputOf, secretNameOf } from './channel-draft.js';
import type { KindForm } from './channel-kinds.js';

export interface Saved {
  readonly channel: ChannelView;
  /** Of a new webhook: shown this once. */
  readonly secret: string | null;
}

/** Makes or changes a channel; a secret that was typed in is stored first, for the channel names it. */
export function useChannelForm(channel: ChannelView | null, onSaved: (saved: Saved) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, form }: { readonly draft: ChannelDraft; readonly form: KindForm }): Promise<Saved> => {
      if (form.secret !== undefined && draft.secretRef === '' && draft.secretValue !== '')
        await client.secrets.put(secretNameOf(draft, form), { value: draft.secretValue });
      if (channel !== null) return { channel: await client.channels.change(channel.id, changeOf(draft, form)), secret: null };
      const { secret, ...made } = await client.channels.create(inputOf(draft, form));
      return { channel: made, secret };
    },
    onSuccess: (saved) => {
      queries.setQueryData(['channel', saved.channel.id], saved.channel);
      askAgain(queries, ['channels', 'channel', 'deliveries', 'secrets']);
      onSaved(saved);
    },
  });
}

import type { Protocol, ProtocolStore } from '../../ports/protocol-store.js';

export interface NamedProtocols {
  readonly protocols: readonly Protocol[];
  readonly unknown: readonly string[];
}

/** Sets of addresses as subscriptions name them. Between two looks an organisation's are read once, however many of its sockets name some. */
export class ProtocolBook {
  private known = new Map<string, Promise<readonly Protocol[]>>();

  constructor(private readonly store: Pick<ProtocolStore, 'list'>) {}

  /** What is asked from now on is read anew. */
  look(): void {
    this.known.clear();
  }

  /** As they are at this moment: for who asks for one that was made just now. */
  async now(organisationId: string, ids: readonly string[]): Promise<NamedProtocols> {
    return pick(ids, ids.length === 0 ? [] : await this.store.list(organisationId));
  }

  /** As they were at the last look. */
  async lately(organisationId: string, ids: readonly string[]): Promise<NamedProtocols> {
    const reading = this.known.get(organisationId) ?? this.store.list(organisationId);
    this.known.set(organisationId, reading);
    return pick(ids, await reading);
  }
}

function pick(ids: readonly string[], all: readonly Protocol[]): NamedProtocols {
  const byId = new Map(all.map((protocol) => [protocol.id, protocol]));
  const distinct = [...new Set(ids)];
  return { protocols: distinct.flatMap((id) => byId.get(id) ?? []), unknown: distinct.filter((id) => !byId.has(id)) };
}

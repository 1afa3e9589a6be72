import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { OfferClient, RawMessage } from '#tools';
import { acknowledgementOf } from '../link/stream-of-changes.ts';
import { successOf } from './answers.ts';
import type { ListedResources } from './listed-resources.ts';
import type { LongNames } from './long-names.ts';
import { withinDeadline } from './member.ts';
import type { ClientRequest, Members, ResultOfMember } from './members.ts';
import { LISTS, mergedList } from './merged-list.ts';
import { mergedCapabilities, mergedInstructions } from './merged-server.ts';

const MODERN_VERSIONS = ['2026-07-28'];

/** What an aggregation shares with others. */
export interface Shared {
  serverInfo: { name: string; version: string };
  resources: ListedResources;
  longNames: LongNames;
}

/** Answers the requests that concern all members, from what each of them answers. */
export class RequestsForAll {
  constructor(
    private readonly members: Members,
    private readonly client: OfferClient,
    private readonly shared: Shared,
  ) {}

  /** Begins the session of each member. */
  async initialize({ raw, request: { id, params } }: ClientRequest): Promise<RawMessage> {
    const results = await Promise.all(
      this.members.all.map(async (member) => [member.name, await member.begin(raw)] as const),
    );
    const wanted = params?.['protocolVersion'];
    const protocolVersion =
      SUPPORTED_PROTOCOL_VERSIONS.find((version) => version === wanted) ?? LATEST_PROTOCOL_VERSION;
    return successOf(id, { protocolVersion, ...this.#selfOf(results) }, 'legacy');
  }

  /** What all of them offer together, in the revision that has no sessions. */
  async discover(asked: ClientRequest): Promise<RawMessage> {
    const results = await this.members.askAll(asked);
    const result = { supportedVersions: MODERN_VERSIONS, ...this.#selfOf(results) };
    return successOf(asked.request.id, result, 'modern');
  }

  /** The entries of all lists. */
  async list({ request, origin }: ClientRequest): Promise<RawMessage> {
    this.members.note(request.id, this.members.all);
    const { resources, longNames } = this.shared;
    const entries = await mergedList(this.members.all, request, origin, (member, entry) =>
      resources.note(member.name, entry),
    );
    if (request.method === 'tools/list') for (const { name } of entries) longNames.check(name);
    // Some of them may come back at any moment, so the list holds for this moment.
    const hints = this.client.era === 'modern' ? { ttlMs: 0, cacheScope: 'private' } : {};
    return successOf(request.id, { [LISTS.get(request.method)!]: entries, ...hints }, this.client.era);
  }

  /** Passes on how much the members are to log. */
  async setLevel(asked: ClientRequest): Promise<RawMessage> {
    await this.members.askAll(asked);
    return successOf(asked.request.id, {}, this.client.era);
  }

  /** All tell of their changes on one stream, which ends when none of them serves one. */
  async listen({ raw, request, origin }: ClientRequest): Promise<RawMessage | undefined> {
    this.members.note(request.id, this.members.all);
    const listenings = this.members.all.map((member) => member.listen(raw, origin));
    await withinDeadline(Promise.all(listenings.map(({ settled }) => settled)));
    if (!listenings.every(({ hasEnded }) => hasEnded))
      await this.client.send(acknowledgementOf(request), request.id);
    const [first] = await Promise.all(listenings.map(({ ended }) => ended));
    return first;
  }

  #selfOf(results: readonly ResultOfMember[]): object {
    const instructions = mergedInstructions(
      results.map(([name, result]) => [name, result?.['instructions']]),
    );
    return {
      capabilities: mergedCapabilities(results.map(([, result]) => result?.['capabilities'])),
      serverInfo: this.shared.serverInfo,
      ...(instructions !== undefined && { instructions }),
    };
  }
}

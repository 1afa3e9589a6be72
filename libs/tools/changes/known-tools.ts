import type { CrowsnestEvent, EventOf, ToolDefinitionText, ToolDefinitionVersion } from '#contract';
import { textsOf, toolKey, withApproval, withVersion, type KnownTool } from './known-tool.ts';
import { roomFor } from './text-room.ts';

/** Maximum number of tools whose definitions are known. Further ones are not watched. */
export const MAX_KNOWN_TOOLS = 1_000;

/** The saved form of {@link KnownTools}. */
export interface SavedTools {
  upstreams: string[];
  tools: KnownTool[];
}

/**
 * The last known definitions of the tools of this server and of its upstreams: folded from `tools:changed` and
 * `admin:tool-approve` on top of what was seen first.
 */
export class KnownTools {
  readonly #upstreams: Set<string>;
  readonly #tools: Map<string, KnownTool>;

  constructor({ upstreams, tools }: SavedTools = { upstreams: [], tools: [] }) {
    this.#upstreams = new Set(upstreams);
    this.#tools = new Map(tools.map((known) => [keyOf(known), known]));
  }

  /** Whether the tools of an upstream were seen before; of this server with an empty name. */
  knows(upstream: string): boolean {
    return this.#upstreams.has(upstream);
  }

  /** A tool of an upstream; of this server without one. */
  find(tool: string, upstream = ''): KnownTool | undefined {
    return this.#tools.get(toolKey(tool, upstream));
  }

  /** In the order in which they were seen first. */
  all(): KnownTool[] {
    return [...this.#tools.values()];
  }

  /** Takes the definitions that are seen first of an upstream as known, at a time in ISO 8601. */
  adopt(upstream: string, definitions: readonly ToolDefinitionText[], since: string): void {
    this.#upstreams.add(upstream);
    for (const definition of definitions) this.#put(definition.tool, upstream, firstOf(definition, since));
    this.#makeRoom();
  }

  /** Folds one event. Folding it again changes nothing. */
  apply(event: CrowsnestEvent): void {
    if (event.type === 'tools:changed') this.#change(event);
    else if (event.type === 'admin:tool-approve' && event.data.outcome === 'done') {
      const { tool, upstream, definition } = event.data;
      const known = this.find(tool, upstream);
      if (known) this.#set(withApproval(known, definition));
    }
  }

  save(): SavedTools {
    return { upstreams: [...this.#upstreams], tools: this.all() };
  }

  #change({ data, timestamp }: EventOf<'tools:changed'>): void {
    const { upstream = '', removed, changed, definitions } = data;
    this.#upstreams.add(upstream);
    for (const tool of removed) {
      const known = this.find(tool, upstream);
      if (known) this.#set({ ...known, offered: false });
    }
    for (const definition of definitions)
      this.#put(definition.tool, upstream, firstOf(definition, timestamp));
    for (const { tool, after, differences, withheld } of changed) {
      const texts = textsOf(this.find(tool, upstream)?.versions[0] ?? {});
      for (const difference of differences) {
        delete texts[difference.member];
        if (difference.after !== undefined) texts[difference.member] = difference.after;
      }
      this.#put(tool, upstream, { hash: after, since: timestamp, approved: !withheld, ...texts });
    }
    this.#makeRoom();
  }

  #put(tool: string, upstream: string, version: ToolDefinitionVersion): void {
    const known = this.find(tool, upstream);
    // A tool that is back as it was, or an event that was folded before.
    if (known?.versions[0]?.hash === version.hash) this.#set({ ...known, offered: true });
    else if (known) this.#set(withVersion(known, version));
    else this.#set({ tool, upstream, offered: true, versions: [version] });
  }

  #set(known: KnownTool): void {
    this.#tools.set(keyOf(known), known);
  }

  /** Forgets tools that are gone, oldest first, and then the last that came; and texts for which there is no room. */
  #makeRoom(): void {
    const gone = this.all().filter(({ offered }) => !offered);
    const last = this.all().slice(MAX_KNOWN_TOOLS);
    for (const known of [...gone, ...last])
      if (this.#tools.size > MAX_KNOWN_TOOLS) this.#tools.delete(keyOf(known));
    for (const known of roomFor(this.all())) this.#set(known);
  }
}

function firstOf(definition: ToolDefinitionText, since: string): ToolDefinitionVersion {
  return { hash: definition.hash, since, approved: true, ...textsOf(definition) };
}

function keyOf({ tool, upstream }: KnownTool): string {
  return toolKey(tool, upstream);
}

import { Injectable } from '@nestjs/common';
import { merge } from 'rxjs';
import {
  PromptRegistry,
  ResourceRegistry,
  ResourceTemplateRegistry,
  type RegistryChange,
  type ToolDefinition,
} from '#tools';
import type { Serving } from './serving.ts';
import { ToolSurface } from './surface/tool-surface.ts';

/**
 * The tools that a session knows of, if it may not use all. Otherwise every change concerns it.
 */
type KnownTools = Set<ToolDefinition> | undefined;

/**
 * Tells sessions of changed lists, up to revision 2025-11-25. The server objects send several notices of a list in the same
 * turn as one.
 */
@Injectable()
export class ListNotices {
  readonly #sessions = new Map<Serving, KnownTools>();
  #isFollowing = false;

  constructor(
    private readonly tools: ToolSurface,
    private readonly prompts: PromptRegistry,
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
  ) {}

  /** Call it when a session can be sent messages. */
  begin(serving: Serving): void {
    // Not before: what watches the tools has to learn of a change first, because it may withhold an added one.
    if (!this.#isFollowing) this.#follow();
    this.#sessions.set(serving, serving.client.mayUse && new Set(this.tools.listFor(serving)));
  }

  end(serving: Serving): void {
    this.#sessions.delete(serving);
  }

  #follow(): void {
    this.#isFollowing = true;
    const resources = merge<unknown[]>(this.resources.changes, this.templates.changes);
    this.tools.changes.subscribe((change) => this.#tellOfTool(change));
    this.prompts.changes.subscribe(() => this.#tell(({ server }) => server.sendPromptListChanged()));
    resources.subscribe(() => this.#tell(({ server }) => server.sendResourceListChanged()));
  }

  #tellOfTool(change: RegistryChange<ToolDefinition>): void {
    for (const [serving, known] of this.#sessions)
      if (this.#concerns(change, serving, known)) void send(serving.server.sendToolListChanged());
  }

  #tell(notify: (serving: Serving) => Promise<void>): void {
    for (const serving of this.#sessions.keys()) void send(notify(serving));
  }

  #concerns(
    { kind, definition }: RegistryChange<ToolDefinition>,
    serving: Serving,
    known: KnownTools,
  ): boolean {
    if (!known) return true;
    if (kind === 'removed') return known.delete(definition);
    if (known.has(definition) || !this.tools.isFor(serving, definition)) return false;
    known.add(definition);
    return true;
  }
}

/** The owner of the connection notices when it fails. */
async function send(sent: Promise<void>): Promise<void> {
  await sent.catch(() => undefined);
}

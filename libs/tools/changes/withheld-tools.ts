import { Inject, Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import type { ToolDefinitionText } from '#contract';
import { EventBus } from '#events';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from '../tools.module-definition.ts';
import { DefinitionsProjection } from './definitions-projection.ts';
import { isApproved, toolKey } from './known-tool.ts';

/** A tool is withheld from now on, or no longer. */
export interface WithheldChange {
  tool: string;
  /** Empty for a tool of this server. */
  upstream: string;
  isWithheld: boolean;
}

/**
 * The tools that agents neither see nor call, because their definition has changed and no admin has approved it. There
 * are none unless `onChange` is `refuse`.
 */
@Injectable()
export class WithheldTools {
  /** Whether changed tools are withheld here. */
  readonly refuses: boolean;
  /** The hashes of what this process offers, by tool, of each upstream. */
  readonly #offered = new Map<string, ReadonlyMap<string, string>>();
  /** The tools of this server that were added, and were not compared with what is known. */
  readonly #unchecked = new Set<string>();
  readonly #changes = new Subject<WithheldChange>();
  #refused: ReadonlyMap<string, WithheldChange> = new Map();

  constructor(
    @Inject(TOOLS_MODULE_OPTIONS) { onChange = 'observe' }: ToolsModuleOptions,
    private readonly definitions: DefinitionsProjection,
    bus: EventBus,
  ) {
    this.refuses = onChange === 'refuse';
    bus.on('committed', 'Withheld tools', (batch) => {
      if (batch.holds('tools:changed', 'admin:tool-approve')) this.#decide();
    });
  }

  /** Emits after a tool has become withheld, or no longer is. */
  get changes(): Observable<WithheldChange> {
    return this.#changes.asObservable();
  }

  /** Whether a tool of an upstream (of this server with an empty name) is withheld. */
  has(tool: string, upstream: string): boolean {
    return this.#refused.has(toolKey(tool, upstream)) || (upstream === '' && this.#unchecked.has(tool));
  }

  /** Withholds a tool of this server that was added until {@link offered} is called with its definition. */
  suspect(tool: string): void {
    if (!this.refuses || this.has(tool, '')) return;
    this.#unchecked.add(tool);
    this.#changes.next({ tool, upstream: '', isWithheld: true });
  }

  /** Call it with all definitions that this process offers of an upstream (of this server with an empty name). */
  offered(upstream: string, definitions: readonly ToolDefinitionText[]): void {
    this.#offered.set(upstream, new Map(definitions.map(({ tool, hash }) => [tool, hash])));
    const checked = upstream === '' ? [...this.#unchecked] : [];
    if (upstream === '') this.#unchecked.clear();
    this.#decide(checked);
  }

  /** `checked` are tools of this server that were withheld so far because they were not compared. */
  #decide(checked: readonly string[] = []): void {
    if (!this.refuses) return;
    const before = new Map(this.#refused);
    for (const tool of checked) before.set(toolKey(tool, ''), { tool, upstream: '', isWithheld: true });
    this.#refused = this.#refusedNow();
    for (const [key, change] of this.#refused) if (!before.has(key)) this.#changes.next(change);
    for (const [key, change] of before)
      if (!this.#refused.has(key)) this.#changes.next({ ...change, isWithheld: false });
  }

  #refusedNow(): ReadonlyMap<string, WithheldChange> {
    const refused = new Map<string, WithheldChange>();
    for (const [upstream, hashes] of this.#offered)
      for (const [tool, hash] of hashes) {
        const known = this.definitions.known.find(tool, upstream);
        if (known && !isApproved(known, hash))
          refused.set(toolKey(tool, upstream), { tool, upstream, isWithheld: true });
      }
    return refused;
  }
}

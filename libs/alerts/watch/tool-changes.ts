import type { CrowsnestEvent, FilterSubject } from '#contract';
import type { Condition, RuleOf, Watch } from './condition.ts';

/** Maximum number of changed tools that are remembered. */
const MAX_TOOLS = 1_000;

interface Changed {
  tool: string;
  upstream?: string;
  at: number;
}

/** The tools whose definitions have changed within the window. */
export class ToolChanges implements Watch {
  readonly #changed: Map<string, Changed>;

  constructor(
    private readonly rule: RuleOf<'tools-changed'>,
    private readonly isMeant: (subject: FilterSubject) => boolean,
    saved: unknown = [],
  ) {
    this.#changed = new Map(saved as [string, Changed][]);
  }

  apply(event: CrowsnestEvent, at: number): void {
    if (event.type !== 'tools:changed') return;
    const { upstream, changed } = event.data;
    for (const { tool } of changed)
      if (this.isMeant(subjectOf(tool, upstream)))
        this.#changed.set(JSON.stringify([upstream, tool]), {
          tool,
          at,
          ...(upstream !== undefined && { upstream }),
        });
    for (const oldest of this.#changed.keys()) {
      if (this.#changed.size <= MAX_TOOLS) break;
      this.#changed.delete(oldest);
    }
  }

  conditions(now: number): Condition[] {
    for (const [key, { at }] of this.#changed) if (now - at > this.rule.windowMs) this.#changed.delete(key);
    return Array.from(this.#changed.values(), ({ tool, at, upstream }) => ({
      value: 1,
      threshold: 0,
      since: at,
      subject: { kind: 'tool', tool, ...(upstream !== undefined && { upstream }) },
    }));
  }

  save(): [string, Changed][] {
    return [...this.#changed];
  }
}

/** The change of one tool, as a filter would see an event about it. */
function subjectOf(tool: string, upstream: string | undefined): FilterSubject {
  const data = { tool, ...(upstream !== undefined && { upstream }) };
  return {
    event: { type: 'tool:start', sessionId: '', tenantId: '', data },
    session: undefined,
    isRunning: false,
  };
}

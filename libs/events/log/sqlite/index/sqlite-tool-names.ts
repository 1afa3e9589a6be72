import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { compileFilter, type EventFilter, type Term } from '#contract';
import { common } from '../../../encoding/planned-filter.ts';
import { nameOfTool } from './sqlite-blocks.ts';

/** Maximum number of names to look at for a filter. With more the index is of no use: most are of tools that do not exist. */
const MAX_NAMES = 1_000;
const BEFORE_ALL = nameOfTool('');

/** The names of the tools that any kept event is about. */
export class ToolNames {
  readonly #next: StatementSync;

  constructor(db: DatabaseSync) {
    // One seek for each name, however many blocks it is recorded for.
    this.#next = db.prepare(
      `SELECT name FROM event_blocks WHERE name > ? AND name < 't;' ORDER BY name LIMIT 1`,
    );
  }

  /** The filter with the names that its terms about tools stand for. It selects the same events. */
  resolve(filter: EventFilter): EventFilter {
    const terms = filter.terms?.filter(({ field, negated }) => field === 'tool' && !negated) ?? [];
    const names = terms.length > 0 ? this.#matching(terms) : undefined;
    return names ? { ...filter, tools: common(filter.tools, names) ?? names } : filter;
  }

  #matching(terms: readonly Term[]): string[] | undefined {
    const matches = compileFilter({ terms });
    const found: string[] = [];
    let name: string | undefined = BEFORE_ALL;
    for (let seen = 0; name !== undefined; seen += 1) {
      if (seen > MAX_NAMES) return undefined;
      const tool = name.slice(BEFORE_ALL.length);
      const event = { type: 'tool:start', sessionId: '', tenantId: '', data: { tool } };
      if (matches({ event, session: undefined, isRunning: false })) found.push(tool);
      name = this.#nameAfter(name);
    }
    return found;
  }

  #nameAfter(name: string): string | undefined {
    const row = this.#next.get(name);
    return row && String(row['name']);
  }
}

// Both threads of the SQLite log load this file, so it imports only what both can load.
import {
  isWithin,
  matchesFilter,
  subjectOf,
  wireJson,
  type CrowsnestEvent,
  type EventFilter,
} from '#contract';
import { BEFORE_TIMESTAMP, lineAround, timestampOfLine } from './json-lines.ts';

/** Finds the lines of a text whose events match a filter. */
export class EventMatcher {
  readonly #filter: EventFilter;
  /** Texts of which every matching line contains at least one, and few other lines do. */
  readonly #marks: readonly string[];

  private constructor(filter: EventFilter, marks: readonly string[]) {
    this.#filter = filter;
    this.#marks = marks;
  }

  /** Returns undefined for a filter that every event matches. */
  static for(filter: EventFilter = {}): EventMatcher | undefined {
    const marks = marksOf(filter);
    return marks && new EventMatcher(filter, marks);
  }

  /** Searches for these texts, and parses only the lines that contain one. */
  select(text: string): string[] {
    const found: string[] = [];
    const next = this.#marks.map((mark) => text.indexOf(mark));
    for (;;) {
      const at = Math.min(...next.filter((place) => place >= 0));
      if (at === Infinity) return found;
      const { line, end } = lineAround(text, at);
      if (this.#matches(line)) found.push(line);
      this.#marks.forEach((mark, index) => {
        const place = next[index] ?? -1;
        if (place >= 0 && place < end) next[index] = text.indexOf(mark, end);
      });
    }
  }

  #matches(line: string): boolean {
    // Most lines of a history lie outside of a range: they are not parsed.
    if (!isWithin(this.#filter, timestampOfLine(line))) return false;
    return matchesFilter(this.#filter, subjectOf(JSON.parse(line) as CrowsnestEvent));
  }
}

/** Chooses the rarest member of the filter: a session has fewer events than a tool, and a tool fewer than a type. */
function marksOf({ sessions, tools, types, tenants, from, to }: EventFilter): string[] | undefined {
  if (sessions) return sessions.map((session) => `"sessionId":${wireJson(session)}`);
  if (tools) return tools.map((tool) => `"tool":${wireJson(tool)}`);
  if (types) return types.map((type) => `"type":"${type}"`);
  if (tenants) return tenants.map((tenant) => `"tenantId":${wireJson(tenant)}`);
  return from === undefined && to === undefined ? undefined : [BEFORE_TIMESTAMP];
}

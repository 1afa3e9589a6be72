// Read by both threads of the log.
import { matchesFilter, subjectOf, type CrowsnestEvent, type EventFilter } from '#contract';
import { frameAround, partsOf } from './frame-text.ts';

/** Finds the frames of a text that are of events which a filter wants. */
export class FrameMatcher {
  readonly #filter: EventFilter;
  /** Every wanted frame has one of these in it, and hardly another has. */
  readonly #marks: readonly string[];

  private constructor(filter: EventFilter, marks: readonly string[]) {
    this.#filter = filter;
    this.#marks = marks;
  }

  /** Undefined where the filter wants everything. */
  static for(filter: EventFilter = {}): FrameMatcher | undefined {
    const marks = marksOf(filter);
    return marks && new FrameMatcher(filter, marks);
  }

  /** Searches for marks, and parses only the frames that have one. */
  select(text: string): string[] {
    const found: string[] = [];
    const next = this.#marks.map((mark) => text.indexOf(mark));
    for (;;) {
      const at = Math.min(...next.filter((place) => place >= 0));
      if (at === Infinity) return found;
      const { frame, end } = frameAround(text, at);
      if (this.#wants(frame)) found.push(frame);
      this.#marks.forEach((mark, index) => {
        const place = next[index] ?? -1;
        if (place >= 0 && place < end) next[index] = text.indexOf(mark, end);
      });
    }
  }

  #wants(frame: string): boolean {
    return matchesFilter(this.#filter, subjectOf(JSON.parse(partsOf(frame).json) as CrowsnestEvent));
  }
}

/** Of what is rarest, about: a session's events are fewer than a tool's, and those than a type's. */
function marksOf({ sessions, tools, types, tenants }: EventFilter): string[] | undefined {
  if (sessions) return sessions.map((session) => `"sessionId":${JSON.stringify(session)}`);
  if (tools) return tools.map((tool) => `"tool":${JSON.stringify(tool)}`);
  if (types) return types.map((type) => `\nevent: ${type}\n`);
  return tenants?.map((tenant) => `"tenantId":${JSON.stringify(tenant)}`);
}

// Both threads of the SQLite log load this file, so it imports only what both can load.
import { wireJson, type EventFilter } from '#contract';
import { BEFORE_TIMESTAMP, lineAround } from './json-lines.ts';

/** Maximum number of texts to search for: each costs a search of its own, and beyond it looking at each line is cheaper. */
const MAX_MARKS = 16;
/** Every line contains it. */
const ANY = [BEFORE_TIMESTAMP];

/**
 * Texts of which every matching line contains at least one, and few other lines do. Chooses the rarest member of the
 * filter: a session has fewer events than a tool, and a tool fewer than a type.
 */
export function marksOf(filter: EventFilter): readonly string[] {
  const { sessions, tools, types, tenants } = filter;
  const lists = [
    sessions?.map((session) => `"sessionId":${wireJson(session)}`),
    kindsOf(filter)?.map((kind) => `"kind":${wireJson(kind)}`),
    tools?.map((tool) => `"tool":${wireJson(tool)}`),
    types?.map((type) => `"type":"${type}"`),
    tenants?.map((tenant) => `"tenantId":${wireJson(tenant)}`),
  ];
  return lists.find((marks) => marks && marks.length <= MAX_MARKS) ?? ANY;
}

/** Calls `take` with each line of a text that contains at least one of the marks, in order. */
export function forLinesWith(text: string, marks: readonly string[], take: (line: string) => void): void {
  const next = marks.map((mark) => text.indexOf(mark));
  for (;;) {
    const at = Math.min(...next.filter((place) => place >= 0));
    if (at === Infinity) return;
    const { line, end } = lineAround(text, at);
    take(line);
    next.forEach((place, index) => {
      if (place >= 0 && place < end) next[index] = text.indexOf(marks[index] ?? '', end);
    });
  }
}

/** The kinds of failure of which an event must have one; undefined if the filter does not say so, or says it with stars. */
function kindsOf({ terms = [] }: EventFilter): string[] | undefined {
  for (const term of terms)
    if (term.field === 'kind' && !term.negated && term.patterns.every(({ parts }) => parts.length === 1))
      return term.patterns.map(({ parts }) => parts[0] ?? '');
  return undefined;
}

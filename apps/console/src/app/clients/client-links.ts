import type { AnalysisScope } from '../analysis/analysis-scope.ts';
import { clientTerm, eventLink, slowerTerms } from '../analysis/links/event-links.ts';
import { sessionsTerm } from '../analysis/links/session-links.ts';
import type { CountQuery } from '../ui/count-link.ts';
import type { ClientRow } from './client-rows.ts';

/** Where the figures of a client lead to; null where no filter selects exactly what is counted. */
export interface ClientLinks {
  sessions: CountQuery | null;
  calls: CountQuery | null;
  errors: CountQuery | null;
  /** The calls at the p95 or slower. */
  slower: CountQuery | null;
}

/** Links to the sessions and events of a client, one of the rows. */
export function clientLinks(scope: AnalysisScope, row: ClientRow, rows: readonly ClientRow[]): ClientLinks {
  const term = termOf(row, rows);
  const sessions = eventLink({ ...scope, filter: '' }, term);
  const { p95LatencyMs: ms } = row;
  return {
    sessions: sessions && { ...sessions, silent: 'shown' },
    calls: eventLink(scope, term, 'type:tool:done,tool:error'),
    errors: eventLink(scope, term, 'is:error'),
    slower: ms === null ? null : eventLink(scope, term, slowerTerms(ms)),
  };
}

/** A filter can match the name of a client but not its version: one of several is selected by its sessions. */
function termOf({ name, sessions }: ClientRow, rows: readonly ClientRow[]): string | null {
  const isOnly = rows.filter((row) => row.name === name).length === 1;
  return isOnly ? clientTerm(name) : sessionsTerm(sessions.map(({ sessionId }) => sessionId));
}

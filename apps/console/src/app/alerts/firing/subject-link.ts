import { CONSOLE_PAGES, type AlertSubject, type CallId, type EventId } from '#contract';

import { callLink } from '../../call/call-link.ts';

/** The link to what an alert is about: a page of the console, with a query. */
export interface SubjectLink {
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Returns the link to the call, the session or the upstream that an alert is about; null if it is about none of them. `startOf` finds the
 * id of the start of a call that is running.
 */
export function subjectLink(
  subject: AlertSubject | undefined,
  startOf: (call: CallId) => EventId | undefined,
): SubjectLink | null {
  switch (subject?.kind) {
    case 'call': {
      const start = startOf(subject.call);
      return { path: sessionPath(subject.sessionId), query: start ? callLink(start) : {} };
    }
    case 'session':
      return { path: sessionPath(subject.session), query: {} };
    case 'upstream':
      return { path: [`/${CONSOLE_PAGES.upstreams}`], query: {} };
    case 'instance':
    case 'limit':
    case 'tool':
    case undefined:
      return null;
    default:
      return subject satisfies undefined;
  }
}

function sessionPath(sessionId: string): string[] {
  return [`/${CONSOLE_PAGES.sessions}`, sessionId];
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { SessionView } from '#contract';
import { SessionDirectory } from '#sessions';
import { sees } from '../../commands/admin-command.ts';
import { sessionNotFound } from '../../read/bad-request.ts';
import { LIST_PARAMETERS } from '../../read/parameters.ts';
import { readQuery, sessionsOf } from '../../read/query.ts';
import { askTool, type AskTools } from '../ask-tool.ts';
import type { ConsoleLinks } from '../console-links.ts';
import { endedCall } from '../ended-call.ts';
import { EndedCalls } from '../ended-calls.ts';
import { asQuery, entryLimit, FILTER, RANGE } from '../inputs.ts';

/** Sessions, and one session with its calls. */
@Injectable()
export class SessionTools implements AskTools {
  readonly tools = [
    askTool({
      name: 'sessions',
      title: 'Sessions',
      description:
        'Sessions of agents, open ones first, the newest first. A session is the work of one agent.',
      input: z.object({
        ...FILTER,
        ...RANGE,
        state: z.enum(['open', 'closed', 'expired']).optional(),
        sort: z.string().optional().describe('Such as -calls, -errors or -lastSeen'),
        cursor: z.string().optional().describe('The "next" of the answer before'),
        ...entryLimit(20),
      }),
      answer: (args, { admin, links }) => {
        const query = readQuery(LIST_PARAMETERS, asQuery(args));
        const { sessions, counts, next } = this.directory.list(sessionsOf(query, admin.tenantId));
        const link = links.to('sessions', { filter: args.filter, from: args.from, to: args.to });
        return { sessions: sessions.map((session) => brief(session, links)), counts, next, link };
      },
    }),
    askTool({
      name: 'session',
      title: 'One session',
      description: 'A session with its running calls and how its last calls ended, newest first.',
      input: z.object({ session: z.string().describe('The id of the session'), ...entryLimit(10) }),
      answer: async ({ session: id, limit }, asking) => {
        const session = this.directory.find(id);
        if (!session || !sees(asking.admin, session)) throw sessionNotFound(id);
        const running = this.directory.callsInFlight().filter(({ sessionId }) => sessionId === id);
        const ended = await this.ended.last({ filter: { sessions: [id] }, limit }, asking);
        return {
          ...brief(session, asking.links),
          running: running
            .slice(0, limit)
            .map(({ callId, tool, startedAt }) => ({ callId, tool, startedAt })),
          ended: ended.map((end) => endedCall(end, asking.links)),
        };
      },
    }),
  ];

  constructor(
    private readonly directory: SessionDirectory,
    private readonly ended: EndedCalls,
  ) {}
}

function brief(session: SessionView, links: ConsoleLinks): object {
  return { ...session, link: links.to('session', {}, session.sessionId) };
}

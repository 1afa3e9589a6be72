import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { callCancelRoute, ROUTES, sessionRoute } from '#contract';
import { cutText } from '#redaction';
import { CallCommands } from '../../commands/call-commands.ts';
import type { CommandRoute } from '../../commands/admin-command.ts';
import { SessionCommands } from '../../commands/session-commands.ts';
import { AuditTrail } from '../../trail/index.ts';
import { askTool, type Asking, type AskTools } from '../ask-tool.ts';
import { REASON } from '../inputs.ts';

/** Maximum length of an id that is told, in characters. */
const MAX_ID = 100;

/** Commands, for those who may give them. */
@Injectable()
export class CommandTools implements AskTools {
  readonly tools = [
    askTool({
      name: 'end_session',
      title: 'End a session',
      description: 'Ends a session, after cancelling its calls. It cannot be undone: ask the person first.',
      needs: 'operator',
      input: z.object({ session: z.string().describe('The id of the session'), ...REASON }),
      answer: ({ session, reason }, asking) => {
        const route = routeOf(asking, 'DELETE', sessionRoute(session));
        const command = { ...asking, route, ...(reason && { reason }) };
        const what = { sessionId: cutText(session, MAX_ID) };
        return this.trail.recordRejection('admin:session-end', asking, what, () =>
          this.sessions.end(session, command),
        );
      },
    }),
    askTool({
      name: 'cancel_call',
      title: 'Cancel a call',
      description:
        'Cancels a running call. Its agent is told that an administrator did. Ask the person first.',
      needs: 'operator',
      input: z.object({ call: z.string().describe('The id of the call'), ...REASON }),
      answer: ({ call, reason }, asking) => {
        const route = routeOf(asking, 'POST', callCancelRoute(call));
        const command = { ...asking, route, ...(reason && { reason }) };
        const what = { callId: cutText(call, MAX_ID), tool: '' };
        return this.trail.recordRejection('admin:call-cancel', asking, what, () =>
          this.calls.cancel(call, command),
        );
      },
    }),
  ];

  constructor(
    private readonly sessions: SessionCommands,
    private readonly calls: CallCommands,
    private readonly trail: AuditTrail,
  ) {}
}

/** The route of a command, beside that of the request: instances hand commands over by their routes. */
function routeOf({ request }: Asking, method: string, path: string): CommandRoute {
  const base = request.originalUrl.slice(0, request.originalUrl.lastIndexOf(ROUTES.adminMcp));
  return { method, url: base + path };
}

import { Controller, Req, Res, Sse, UseGuards, type MessageEvent } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EMPTY, type Observable } from 'rxjs';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { Asked, type AskedFor } from '../read/asked.decorator.ts';
import { AdminGuard, AdminSessions, CurrentAdmin } from '../sign-in/index.ts';
import { StreamHub } from './stream-hub.ts';
import { readStreamRequest, STREAM_PARAMETERS } from './stream-request.ts';

/** Events as they are committed, as Server-Sent Events. */
@Controller()
@UseGuards(AdminGuard)
export class StreamController {
  constructor(
    private readonly hub: StreamHub,
    private readonly sessions: AdminSessions,
  ) {}

  @Sse(ROUTES.events)
  stream(
    @Asked(STREAM_PARAMETERS) query: AskedFor<typeof STREAM_PARAMETERS>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Observable<MessageEvent> {
    const asked = readStreamRequest(query, request, admin);
    // Headers, and the end: no stream is open for it.
    if (request.method === 'HEAD') return EMPTY;
    return this.hub.stream(asked, admin, response, this.sessions.whenEnded(admin));
  }
}

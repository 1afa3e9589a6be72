import { Controller, Delete, Get, Logger, Post, Req, Res, UseGuards } from '@nestjs/common';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import { ROUTES } from '#contract';
import { acceptedTypesOf, EdgeError, type AdminPrincipal } from '#edge';
import { loggableError } from '#redaction';
import { whenGone } from '../read/client-gone.ts';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { AskServers } from './ask-servers.ts';
import { readMessage } from './read-message.ts';
import { sendAnswer } from './send-answer.ts';

const NOT_ACCEPTABLE = 'The client must accept application/json or text/event-stream';

/**
 * An MCP server for the assistants of admins, of both eras. It keeps nothing between requests: any instance answers each.
 * `GET` and `DELETE` are those of a session, which nobody has here: they are answered with 405.
 */
@Controller(ROUTES.adminMcp)
@UseGuards(AdminGuard)
export class AskController {
  readonly #logger = new Logger('AskController');

  constructor(private readonly servers: AskServers) {}

  @Post()
  async ask(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<void> {
    const { json, stream } = acceptedTypesOf(request);
    if (!json && !stream) throw new EdgeError(406, 'NOT_ACCEPTABLE', NOT_ACCEPTABLE);
    const message = await readMessage(request, response);
    this.servers.noteRefused(message, { admin, request });
    await this.#serve(request, response, admin, message);
  }

  @Get()
  listen(@Req() request: Request, @Res() response: Response, @CurrentAdmin() admin: AdminPrincipal) {
    return this.#serve(request, response, admin);
  }

  @Delete()
  leave(@Req() request: Request, @Res() response: Response, @CurrentAdmin() admin: AdminPrincipal) {
    return this.#serve(request, response, admin);
  }

  async #serve(
    request: Request,
    response: Response,
    admin: AdminPrincipal,
    parsedBody?: unknown,
  ): Promise<void> {
    const signal = whenGone(response);
    const handler = createMcpHandler(() => this.servers.for(admin, request, signal), {
      // Nothing changes that a stream could tell.
      maxSubscriptions: 0,
      onerror: (error) => this.#logger.debug(loggableError(error)),
    });
    const accepts = acceptedTypesOf(request);
    const web = await handler.fetch(webRequestOf(request, signal), { parsedBody });
    await sendAnswer(web, response, accepts).catch((error: unknown) => {
      // The client has gone.
      if (!signal.aborted) throw error;
    });
  }
}

/**
 * The request without its body, which is read already. The SDK wants a client to accept both forms of an answer; it gets
 * the one that it accepts.
 */
function webRequestOf({ method, originalUrl, headers }: Request, signal: AbortSignal): globalThis.Request {
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const accept = 'application/json, text/event-stream';
  const url = new URL(originalUrl, 'http://localhost');
  return new globalThis.Request(url, {
    method,
    headers: { ...Object.fromEntries(given), accept },
    signal,
  });
}

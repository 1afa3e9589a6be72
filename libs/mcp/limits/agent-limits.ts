import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BodyBudget, EdgeError, Places, tooMany, type AgentPrincipal, type HoldBody } from '#edge';
import { RunningCalls } from '#sessions';
import { DEFAULT_AGENT_LIMITS, type AgentLimitOptions } from './agent-limit-options.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../mcp.module-definition.ts';

/** Seconds after which an agent with too many calls in flight may try again. */
const RETRY_CALL_AFTER_S = 1;

/** Limits what agents may have open at a time, per principal and in total. */
@Injectable()
export class AgentLimits {
  readonly #limits: Required<AgentLimitOptions>;
  readonly #streams: Places;
  readonly #listens: Places;
  readonly #bodies = new BodyBudget();

  constructor(
    @Inject(MCP_MODULE_OPTIONS) { limits }: McpModuleOptions,
    private readonly calls: RunningCalls,
  ) {
    const all = { ...DEFAULT_AGENT_LIMITS, ...limits };
    this.#limits = all;
    this.#streams = new Places({
      what: 'GET streams',
      code: 'TOO_MANY_STREAMS',
      max: all.maxStreams,
      maxPerPrincipal: all.maxStreamsPerPrincipal,
    });
    this.#listens = new Places({
      what: 'subscriptions/listen streams',
      code: 'TOO_MANY_LISTENS',
      max: all.maxListens,
      maxPerPrincipal: all.maxListensPerPrincipal,
    });
  }

  /**
   * Call it before the body is read. A GET request takes a place until its response closes, and the bytes of a large
   * body are counted as they arrive. Throws an `EdgeError` (429 or 503), or calls `refuse` with it while the body
   * arrives. Returns a function that keeps the body counted after its response has closed.
   */
  admitRequest(
    agent: AgentPrincipal,
    request: Request,
    response: Response,
    refuse: (error: EdgeError) => void,
  ): HoldBody {
    if (request.method === 'GET') response.once('close', this.#streams.take(agent));
    return this.#bodies.watch(agent, request, response, refuse);
  }

  /** Call it after the body is read: it limits calls and `subscriptions/listen`. Throws an `EdgeError` (429 or 503). */
  admitMessages(agent: AgentPrincipal, body: unknown, response: Response): void {
    const calls = Array.isArray(body)
      ? body.filter((message) => methodOf(message) === 'tools/call').length
      : 0;
    const method = methodOf(body);
    if (calls > 0 || method === 'tools/call') this.#admitCalls(agent, calls || 1);
    else if (method === 'subscriptions/listen') response.once('close', this.#listens.take(agent));
  }

  #admitCalls({ id, name }: AgentPrincipal, count: number): void {
    const { maxCalls, maxCallsPerPrincipal } = this.#limits;
    if (this.calls.countOf(id) + count > maxCallsPerPrincipal) {
      const message = `${name} may have ${maxCallsPerPrincipal} calls in flight.`;
      throw tooMany('TOO_MANY_CALLS', message, RETRY_CALL_AFTER_S);
    }
    if (this.calls.size + count > maxCalls) {
      const message = `The server may have ${maxCalls} calls in flight. Try again in ${RETRY_CALL_AFTER_S} s.`;
      throw new EdgeError(503, 'TOO_MANY_CALLS', message, { retryAfterSeconds: RETRY_CALL_AFTER_S });
    }
  }
}

function methodOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null
    ? (message as { method?: unknown }).method
    : undefined;
}

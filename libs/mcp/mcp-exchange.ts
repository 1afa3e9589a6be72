import type { Request, Response } from 'express';
import type { AgentPrincipal, HoldBody } from '#edge';
import type { Offer } from '#tools';

/** One HTTP request to the endpoint, with its identified agent and its parsed body. */
export interface McpExchange {
  request: Request;
  response: Response;
  agent: AgentPrincipal;
  /** What the agent finds at the URL of the request. */
  offer: Offer;
  body: unknown;
  /** The bytes of the body, if the parser keeps them. */
  rawBody: Buffer | undefined;
  /** Keeps the body counted while a request of it runs, also after the client has disconnected. */
  holdBody: HoldBody;
}

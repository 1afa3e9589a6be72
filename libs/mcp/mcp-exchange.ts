import type { Request, Response } from 'express';
import type { Agent } from './agent.ts';

/** One HTTP request to the endpoint, its agent known and its body parsed. */
export interface McpExchange {
  request: Request;
  response: Response;
  agent: Agent;
  body: unknown;
  /** The bytes that the body was parsed from, where the parser keeps them. */
  rawBody: Buffer | undefined;
}

import type { Request, Response } from 'express';
import type { EdgeError } from '../errors/edge-error.ts';

/** A route that is no controller's. */
export interface Endpoint {
  /** Where it is served: undefined for its default, where a route of the application itself takes precedence. */
  path: string | undefined;
  /** Serves a request whose Host and Origin are checked, and whose body is not read yet. */
  handle(request: Request, response: Response): void | Promise<void>;
  /** Answers a refused request in the endpoint's own form. */
  sendError(response: Response, error: EdgeError): void;
}

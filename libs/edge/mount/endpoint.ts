import type { Request, Response } from 'express';
import type { EdgeError } from '../errors/edge-error.ts';

/** A route that is not served by a controller. */
export interface Endpoint {
  /** The path of the endpoint; undefined for the default, where a route of the application takes precedence. */
  path: string | undefined;
  /** Whether something is served below the path, under a name of one segment. */
  has(name: string): boolean;
  /**
   * Serves a request. Host and Origin are checked, and the body is not read yet. The name is that below the path, and
   * empty at the path itself.
   */
  handle(request: Request, response: Response, name: string): void | Promise<void>;
  /** Answers a refused request in the format of the endpoint. */
  sendError(response: Response, error: EdgeError): void;
}

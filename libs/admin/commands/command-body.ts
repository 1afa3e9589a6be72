import { json, type Request, type Response } from 'express';

/** Maximum size of a command's body. */
const MAX_BODY = '100kb';

const parse = json({ limit: MAX_BODY });

/**
 * Reads the body of a command as JSON; undefined if it has none, or if it does not say that it is JSON. Called once the
 * admin is known, so that no body of a stranger is read. Rejects if it is too long, or no JSON.
 */
export function readBody(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: Error) => {
      if (error) reject(error);
      else resolve(request.body);
    });
  });
}

import { json, type Request, type Response } from 'express';

/** Maximum size of a message. Questions are small. */
const MAX_BODY = '256kb';

const parse = json({ limit: MAX_BODY, type: () => true });

/** Reads the message of a request, once the admin is known. Rejects with the status of the fault: 400, 413 or 415. */
export function readMessage(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: Error) => {
      if (error) reject(error);
      else resolve(request.body);
    });
  });
}

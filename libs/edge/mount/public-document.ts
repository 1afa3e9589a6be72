import type { Request, Response } from 'express';
import { answerPage } from '../access/cors.ts';
import { EdgeError } from '../errors/edge-error.ts';
import { sendError } from '../errors/send-error.ts';

/** A JSON document that everybody may read, also pages of allowed hosts. */
export interface PublicDocument {
  /** Known once the server serves. */
  paths(): readonly string[];
  contentFor(request: Request): object;
}

/** Answers a request for the document. Host and Origin are checked. */
export function sendDocument(document: PublicDocument, request: Request, response: Response): void {
  if (answerPage(request, response)) return;
  if (request.method === 'GET' || request.method === 'HEAD') {
    response.json(document.contentFor(request));
    return;
  }
  response.setHeader('Allow', 'GET, HEAD');
  sendError(response, new EdgeError(405, 'METHOD_NOT_ALLOWED', `Method not allowed: ${request.method}`));
}

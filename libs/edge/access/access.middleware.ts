import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { AccessPolicy } from './access-policy.ts';
import { isForMcp, mcpErrorBody } from '../errors/json-rpc-body.ts';

/** Turns away requests that are addressed to another host or sent by a foreign page: 403. */
@Injectable()
export class AccessMiddleware implements NestMiddleware<Request, Response> {
  constructor(private readonly policy: AccessPolicy) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const refusal = this.policy.refusalOf(request);
    if (!refusal) return next();
    response.status(403).json(isForMcp(request) ? mcpErrorBody(refusal.message) : refusal.getResponse());
  }
}

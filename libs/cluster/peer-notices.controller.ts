import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { raw, type Request, type Response } from 'express';
import { ROUTES } from '#contract';
import { EdgeError, isFromInstance, nothingAt } from '#edge';
import { digestOf, PeerNotices } from './peer-notices.ts';

const readBytes = raw({ limit: '4mb', type: () => true });

/** Takes notices of other instances. For everybody else there is nothing here. */
@Controller(ROUTES.peerNotices)
export class PeerNoticesController {
  constructor(private readonly notices: PeerNotices) {}

  @Post(':kind')
  @HttpCode(200)
  async take(
    @Param('kind') kind: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const handler = isFromInstance(request) ? this.notices.handlerOf(kind) : undefined;
    if (!handler) throw nothingAt(request);
    return handler(await readNotice(request, response)) ?? {};
  }
}

async function readNotice(request: Request, response: Response): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  readBytes(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  await promise;
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || request.headers['content-digest'] !== digestOf(body))
    throw new EdgeError(400, 'BAD_DIGEST', 'The body is not the one that the Content-Digest header states');
  return JSON.parse(body.toString()) as unknown;
}

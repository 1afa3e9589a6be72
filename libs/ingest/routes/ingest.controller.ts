import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Forwarding, PeerLostError } from '#cluster';
import { ROUTES } from '#contract';
import { isForwarded, type ObserverPrincipal } from '#edge';
import { IngestIdentities } from '../identity/ingest-identities.ts';
import { readRequest, type ReadRequest } from '../reading/read-request.ts';
import { RequestPlaces } from './request-places.ts';
import { SourceOwners } from '../sources/source-owners.ts';
import { keyOf, Sources } from '../sources/sources.ts';
import { refuseLogError, sourceAway } from '../source-away.ts';

/** Takes the events of observers outside. */
@Controller(ROUTES.ingest)
export class IngestController {
  constructor(
    private readonly identities: IngestIdentities,
    private readonly places: RequestPlaces,
    private readonly owners: SourceOwners,
    private readonly sources: Sources,
    private readonly forwarding: Forwarding,
  ) {}

  @Post()
  @HttpCode(202)
  async ingest(@Req() request: Request, @Res() response: Response): Promise<void> {
    const principal = await this.identities.authenticate(request);
    const leave = this.places.take(principal);
    try {
      const read = await readRequest(request, response);
      const owner = await this.#ownerOf(request, principal, read).catch(refuseLogError);
      if (owner === undefined) response.status(202).json(await this.sources.take(principal.tenantId, read));
      else await this.#handOver(owner, { request, response, principal, body: read.bytes });
    } finally {
      leave();
    }
  }

  async #ownerOf(
    request: Request,
    { tenantId }: ObserverPrincipal,
    { source }: ReadRequest,
  ): Promise<string | undefined> {
    if (this.sources.isLive(tenantId, source)) return undefined;
    const owner = await this.owners.claim(keyOf(tenantId, source));
    // A request that was handed over goes no further.
    if (owner !== undefined && isForwarded(request)) throw sourceAway();
    return owner;
  }

  async #handOver(owner: string, exchange: Parameters<Forwarding['forward']>[1]): Promise<void> {
    try {
      await this.forwarding.forward(await this.owners.peerOf(owner), exchange);
    } catch (error) {
      throw error instanceof PeerLostError ? sourceAway() : error;
    }
  }
}

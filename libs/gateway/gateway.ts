import { Inject, Injectable } from '@nestjs/common';
import { Shutdown } from '#shutdown';
import { Offers } from '#tools';
import { createTransport } from './create-transport.ts';
import { GATEWAY_MODULE_OPTIONS, type GatewayModuleOptions } from './gateway.module-definition.ts';
import { Upstream } from './offer/upstream.ts';
import { UpstreamOffer } from './offer/upstream-offer.ts';
import { ProcessGuard } from './stdio/process-guard.ts';

/** Serves the upstream servers of the configuration: each below the endpoint by its name, and the only one at it. */
@Injectable()
export class Gateway {
  constructor(
    @Inject(GATEWAY_MODULE_OPTIONS) { upstreams = {}, standalone = false }: GatewayModuleOptions,
    offers: Offers,
    shutdown: Shutdown,
  ) {
    const guard = new ProcessGuard();
    const all = Object.entries(upstreams).map(
      ([name, options]) =>
        [
          name,
          new UpstreamOffer(new Upstream(name, options, createTransport(name, options, guard))),
        ] as const,
    );
    for (const [name, offer] of all) offers.mount(name, offer);
    const [only] = all;
    if (standalone && only) offers.mount('', only[1]);
    shutdown.during('send the last answers', async () => {
      await Promise.all(all.map(([, offer]) => offer.whenClosed()));
    });
  }
}

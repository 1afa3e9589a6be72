import { Inject, Injectable } from '@nestjs/common';
import { Offers } from '#tools';
import { GATEWAY_MODULE_OPTIONS, type GatewayModuleOptions } from './gateway.module-definition.ts';
import { UpstreamRegistry } from './life/upstream-registry.ts';
import { UpstreamOffer } from './offer/upstream-offer.ts';

/** Serves the upstream servers of the configuration: each below the endpoint by its name, and the only one at it. */
@Injectable()
export class Gateway {
  constructor(
    @Inject(GATEWAY_MODULE_OPTIONS) { standalone = false }: GatewayModuleOptions,
    upstreams: UpstreamRegistry,
    offers: Offers,
  ) {
    const all = upstreams.all().map((upstream) => [upstream.name, new UpstreamOffer(upstream)] as const);
    for (const [name, offer] of all) offers.mount(name, offer);
    const [only] = all;
    if (standalone && only) offers.mount('', only[1]);
  }
}

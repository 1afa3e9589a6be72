import { Inject, Injectable } from '@nestjs/common';
import { DefinitionWatch, Offers } from '#tools';
import { AggregateOffer } from './aggregate/aggregate-offer.ts';
import { GATEWAY_MODULE_OPTIONS, type GatewayModuleOptions } from './gateway.module-definition.ts';
import { UpstreamRegistry } from './life/upstream-registry.ts';
import { UpstreamOffer } from './offer/upstream-offer.ts';

const NAMELESS = { name: 'crowsnest', version: '' };

/** Serves the upstream servers of the configuration: each below the endpoint by its name, and all of them at it. */
@Injectable()
export class Gateway {
  constructor(
    @Inject(GATEWAY_MODULE_OPTIONS) { standalone = false, serverInfo = NAMELESS }: GatewayModuleOptions,
    upstreams: UpstreamRegistry,
    offers: Offers,
    watch: DefinitionWatch,
  ) {
    const all = upstreams.all().map((upstream) => {
      const observe = (tools: readonly string[]): void => watch.observe({ upstream: upstream.name, tools });
      return [
        upstream.name,
        new UpstreamOffer(upstream, upstream.passesCredentials ? () => undefined : observe),
      ] as const;
    });
    for (const [name, offer] of all) offers.mount(name, offer);
    const [first, second] = all;
    if (!standalone || !first) return;
    offers.mount('', second ? new AggregateOffer(new Map(all), serverInfo) : first[1]);
  }
}

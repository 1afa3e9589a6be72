import { Inject, Injectable } from '@nestjs/common';
import { Peers } from '#cluster';
import { EventPublisher } from '#events';
import { Shutdown } from '#shutdown';
import { CallStates } from '../bridge/newer-agent/call-states.ts';
import { createTransport } from '../create-transport.ts';
import { GATEWAY_MODULE_OPTIONS, type GatewayModuleOptions } from '../gateway.module-definition.ts';
import { ProcessGuard } from '../stdio/process-guard.ts';
import { ProcessLimits } from './process-limits.ts';
import { Upstream } from './upstream.ts';
import { upstreamEvents } from './upstream-events.ts';

/** The upstreams of this application, by name. It owns their processes, and ends them at shutdown. */
@Injectable()
export class UpstreamRegistry {
  readonly #upstreams: ReadonlyMap<string, Upstream>;

  constructor(
    @Inject(GATEWAY_MODULE_OPTIONS) { upstreams = {}, stateKey }: GatewayModuleOptions,
    publisher: EventPublisher,
    peers: Peers,
    shutdown: Shutdown,
  ) {
    const limits = new ProcessLimits();
    const guard = new ProcessGuard();
    const entries = Object.entries(upstreams).map(([name, options]) => {
      const events = upstreamEvents(publisher, name, options.tenants);
      const transport = createTransport(name, options, guard);
      const states = new CallStates(name, () => peers.own, stateKey);
      return [name, new Upstream(name, options, transport, limits, events, states)] as const;
    });
    this.#upstreams = new Map(entries);
    // The agents have had their last answers. This step leaves time for processes that have to be killed.
    shutdown.during('flush the log', () => this.#closeAll());
  }

  /** All of them, in the order of the configuration. */
  all(): Upstream[] {
    return [...this.#upstreams.values()];
  }

  get(name: string): Upstream | undefined {
    return this.#upstreams.get(name);
  }

  async #closeAll(): Promise<void> {
    await Promise.all(this.all().map((upstream) => upstream.close()));
  }
}

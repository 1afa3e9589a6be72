import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Peers } from '#cluster';
import { EventPublisher } from '#events';
import { Shutdown } from '#shutdown';
import { CallStates } from '../bridge/newer-agent/call-states.ts';
import { createTransport } from '../create-transport.ts';
import { GATEWAY_MODULE_OPTIONS, type GatewayModuleOptions } from '../gateway.module-definition.ts';
import { observedTransport } from '../observation/observed-transport.ts';
import { UpstreamObservation } from '../observation/upstream-observation.ts';
import { endLeftProcesses } from '../stdio/left-processes.ts';
import { ProcessGuard } from '../stdio/process-guard.ts';
import { ProcessRecord } from '../stdio/process-record.ts';
import type { Upstreams } from '../upstream-options.ts';
import { ProcessLimits } from './process-limits.ts';
import { Upstream } from './upstream.ts';
import { upstreamEvents } from './upstream-events.ts';

/** The upstreams of this application, by name. It owns their processes, and ends them at shutdown. */
@Injectable()
export class UpstreamRegistry implements OnModuleInit {
  readonly #upstreams: ReadonlyMap<string, Upstream>;
  readonly #dataDirectory: string | null;
  readonly #record: ProcessRecord | undefined;

  constructor(
    @Inject(GATEWAY_MODULE_OPTIONS)
    { upstreams = {}, dataDirectory = null, stateKey }: GatewayModuleOptions,
    publisher: EventPublisher,
    peers: Peers,
    observation: UpstreamObservation,
    shutdown: Shutdown,
  ) {
    this.#dataDirectory = dataDirectory;
    this.#record = dataDirectory === null ? undefined : new ProcessRecord(dataDirectory);
    const limits = new ProcessLimits();
    const guard = new ProcessGuard(this.#record);
    const entries = Object.entries(upstreams).map(([name, options]) => {
      const events = upstreamEvents(publisher, name, options.tenants);
      const transport = observedTransport(name, createTransport(name, options, guard), observation);
      const states = new CallStates(name, () => peers.own, stateKey);
      return [name, new Upstream(name, options, transport, limits, events, states)] as const;
    });
    this.#upstreams = new Map(entries);
    // The agents have had their last answers. This step leaves time for processes that have to be killed.
    shutdown.during('flush the log', () => this.#closeAll());
  }

  /** Ends what an earlier life of this server has left behind. */
  async onModuleInit(): Promise<void> {
    if (this.#dataDirectory !== null) await endLeftProcesses(this.#dataDirectory);
  }

  /** All of them, in the order of the configuration. */
  all(): Upstream[] {
    return [...this.#upstreams.values()];
  }

  get(name: string): Upstream | undefined {
    return this.#upstreams.get(name);
  }

  /**
   * Takes the credentials that have changed: headers and variables of upstreams that are the same otherwise. Returns the
   * names of these upstreams.
   */
  replaceCredentials(next: Upstreams): string[] {
    const taken = this.all().filter((upstream) => {
      const options = next[upstream.name];
      return options !== undefined && upstream.useCredentialsOf(options);
    });
    return taken.map(({ name }) => name);
  }

  async #closeAll(): Promise<void> {
    await Promise.all(this.all().map((upstream) => upstream.close()));
    await this.#record?.settled();
  }
}

import type { UpstreamOutput, UpstreamView } from '#contract';
import type { Era } from '#tools';
import { EraBridge } from '../bridge/era-bridge.ts';
import type { CallStates } from '../bridge/newer-agent/call-states.ts';
import { newCredentials, type Credentials } from '../link/credentials.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, LinkOwner, UpstreamLink, UpstreamTransport } from '../link/upstream-link.ts';
import { withoutSecrets } from '../stdio/last-words.ts';
import type { HttpUpstream, UpstreamOptions } from '../upstream-options.ts';
import { CallSlots } from './call-slots.ts';
import type { LinkHost } from './link-host.ts';
import type { ProcessLimits } from './process-limits.ts';
import { SUSTAINED_MS, UpstreamHealth, type HealthListener } from './upstream-health.ts';
import { UpstreamLinks } from './upstream-links.ts';

/** `npx` may have to install a server before it can answer. */
const HANDSHAKE_MS = 60_000;

/** Sets of credentials whose values are kept out of what is shown: processes may still have earlier ones. */
const KNOWN_CREDENTIALS = 20;

/** An upstream server: its links, and its state. */
export class Upstream implements LinkHost {
  readonly slots: CallSlots;
  readonly #health: UpstreamHealth;
  readonly #links: UpstreamLinks;
  readonly #bridge: EraBridge;
  readonly #eras = new Set<Era>();
  #known: Credentials[];
  #restarts = 0;

  constructor(
    readonly name: string,
    private given: UpstreamOptions & Pick<HttpUpstream, 'auth'>,
    private readonly transport: UpstreamTransport,
    private readonly limits: ProcessLimits,
    listener: HealthListener,
    readonly states: CallStates,
  ) {
    this.#known = [given];
    this.slots = new CallSlots(name, given.maxConcurrent);
    this.#health = new UpstreamHealth(name, listener);
    this.#links = new UpstreamLinks(this, { kind: transport.kind, isShared: given.shared === true });
    const open = async (...link: Parameters<UpstreamTransport['open']>) => this.#links.open(...link);
    const probe: UpstreamTransport['open'] = (...link) => transport.open(...link);
    this.#bridge = new EraBridge(transport.kind, given.era ?? 'auto', open, probe, states);
  }

  get options(): UpstreamOptions & Pick<HttpUpstream, 'auth'> {
    return this.given;
  }

  get kind(): UpstreamTransport['kind'] {
    return this.transport.kind;
  }

  get target(): string {
    return this.transport.target;
  }

  get handshakeMs(): number {
    return this.options.startTimeoutMs ?? HANDSHAKE_MS;
  }

  get retryMs(): number | undefined {
    return this.#health.retryMs;
  }

  get strayCount(): number {
    return this.transport.output?.strayCount ?? 0;
  }

  /** Opens a link for a client: for a session in the older era, for a request in revision 2026-07-28. */
  open(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    return this.#bridge.open(era, owner, listener);
  }

  async connect(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    this.#health.admit();
    const free = this.kind === 'stdio' ? this.limits.take(this.name, owner.tenantId) : () => undefined;
    try {
      const link = await this.transport.open(era, owner, listener);
      if (this.#health.fault && this.kind === 'stdio') this.#restarts += 1;
      this.#health.begun();
      return {
        send: (message, headers) => link.send(message, headers),
        close: () => link.close().finally(free),
      };
    } catch (error) {
      free();
      throw error;
    }
  }

  succeeded(era: Era): void {
    this.#eras.add(era);
    // A process was started for it; a server over HTTP is only there again.
    if (this.#health.fault && this.kind === 'http') this.#restarts += 1;
    // A process that answers may end again at once, but there is nothing that an upstream over HTTP could start again.
    this.#health.succeeded(this.kind === 'http');
  }

  failed(fault: UpstreamFault): void {
    // Those of one agent say nothing about others.
    if (fault.code === 'UNAUTHORIZED' && this.passesCredentials) return;
    this.#health.failed(fault, this.#links.uptimeMs >= SUSTAINED_MS);
  }

  /** Ends its processes and sessions, and forgets its faults. Sessions of agents are begun anew. */
  async restart(): Promise<void> {
    this.#health.reset();
    const fault = new UpstreamFault('RESTARTED', `An admin has restarted upstream "${this.name}".`, {
      wasSent: true,
    });
    await this.#links.reconnect(fault);
  }

  /**
   * Takes what an operator has changed of its options, where that is nothing but credentials. Sessions and processes go on
   * with theirs; if these were refused, it is tried again. Returns whether there was something to take.
   */
  useCredentialsOf(next: UpstreamOptions): boolean {
    const credentials = newCredentials(this.given, next);
    if (!credentials) return false;
    this.given = next;
    this.#known = [...this.#known, credentials].slice(-KNOWN_CREDENTIALS);
    this.transport.useCredentials(credentials);
    if (this.#health.isRefused) void this.restart();
    return true;
  }

  /** Ends every link. Resolves when nothing is left of them. */
  async close(): Promise<void> {
    await this.#bridge.close();
    await this.#links.close();
  }

  /** What an admin sees of it. `tenantId`: only what is that tenant's; null: everything. */
  view(tenantId: string | null): Omit<UpstreamView, 'instance'> {
    const { fault, upSince } = this.#health;
    const { tenants, shared = false } = this.options;
    return {
      name: this.name,
      transport: this.kind,
      target: this.target,
      state: this.#health.state(this.#links.isConnected),
      eras: [...this.#eras],
      ...(upSince && { since: upSince.toISOString() }),
      ...this.use(tenantId),
      shared,
      tenants: tenants ? [...tenants] : null,
      ...(fault && { fault: { code: fault.code, message: fault.message } }),
      output: this.isOf(tenantId) ? this.#output() : null,
    };
  }

  /** Whether agents come with credentials of their own. They may get different lists then. */
  get passesCredentials(): boolean {
    return this.options.auth === 'passthrough';
  }

  /** How much it is used; sessions and requests of a tenant, or of all with null. */
  use(tenantId: string | null): Pick<UpstreamView, 'restarts' | 'sessions' | 'inFlight' | 'waiting'> {
    return { restarts: this.#restarts, ...this.#links.use(tenantId), waiting: this.slots.waiting };
  }

  /** Whether it has failed, and has not worked since. */
  get isDown(): boolean {
    return this.#health.fault !== undefined;
  }

  /** Whether agents of a tenant see it; null for an admin of all. */
  serves(tenantId: string | null): boolean {
    return tenantId === null || (this.options.tenants?.includes(tenantId) ?? true);
  }

  /** Whether it is of that tenant alone, or the admin is of all. */
  isOf(tenantId: string | null): boolean {
    const { tenants } = this.options;
    return tenantId === null || (tenants?.length === 1 && tenants[0] === tenantId);
  }

  #output(): UpstreamOutput | null {
    const { output } = this.transport;
    if (!output) return null;
    const { stderr, strayCount, strays } = output;
    const shown = this.#known.reduce((text, { env }) => withoutSecrets(text, env), stderr);
    return { stderr: shown, strayCount, strays: [...strays] };
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PeerNotices, Peers, type Peer } from '#cluster';
import type { UpstreamList, UpstreamRestartAccepted, UpstreamView } from '#contract';
import { EdgeError } from '#edge';
import { InstanceKeeper } from '#events';
import { UpstreamRegistry } from '../life/upstream-registry.ts';

/** The kinds of notices by which instances ask each other. */
const LIST = 'upstreams';
const RESTART = 'upstream-restart';

const ListRequest = z.object({ tenantId: z.string().nullable() });
/** Only what is relied on here: an instance of another version may tell more, or less. */
const Listed = z.array(z.looseObject({ name: z.string(), instance: z.string() }));
const RestartRequest = z.object({ name: z.string() });
const Restarted = z.object({ restarted: z.boolean() });

/** In which other instances a restart has begun, and which have not said so in time. */
type Elsewhere = Pick<UpstreamRestartAccepted, 'instances' | 'silent'>;

/** The upstreams of all instances. Nobody waits longer for another instance than a notice may take. */
@Injectable()
export class UpstreamFleet {
  constructor(
    private readonly upstreams: UpstreamRegistry,
    private readonly instances: InstanceKeeper,
    private readonly peers: Peers,
    private readonly notices: PeerNotices,
  ) {
    notices.handle(LIST, (content) => this.#ownViews(ListRequest.parse(content).tenantId));
    notices.handle(RESTART, (content) => this.#restartOwn(RestartRequest.parse(content).name));
  }

  /** The id of this instance. */
  get own(): string {
    return this.instances.instance;
  }

  /** What an admin sees of them; `tenantId` is null for an admin of all tenants. */
  async list(tenantId: string | null): Promise<UpstreamList> {
    const { answers, silent } = await this.#ask(LIST, { tenantId }, this.peers.all());
    const told = [...answers.values()].map((answer) => Listed.parse(answer) as unknown as UpstreamView[]);
    const all = [this.#ownViews(tenantId), ...told].flat();
    // Whichever instance is asked, the order is the same.
    const joined = this.instances.list().map(({ instance }) => instance);
    const inOrder = all.toSorted((a, b) => joined.indexOf(a.instance) - joined.indexOf(b.instance));
    const byName = Map.groupBy(inOrder, ({ name }) => name);
    return { upstreams: [...byName.values()].flat(), silent: [...silent, ...this.#unreachable()] };
  }

  /**
   * Restarts an upstream in the other instances, or in the one that is named. Rejects with an `EdgeError`, 404, if there is
   * no such instance.
   */
  async restartElsewhere(name: string, only?: string): Promise<Elsewhere> {
    if (only === this.own) return { instances: [], silent: [] };
    const { answers, silent } = await this.#ask(RESTART, { name }, await this.#others(only));
    const restarted = [...answers].filter(([, answer]) => Restarted.parse(answer).restarted);
    const unreachable = this.#unreachable().filter((instance) => only === undefined || instance === only);
    return { instances: restarted.map(([instance]) => instance), silent: [...silent, ...unreachable] };
  }

  async #others(only: string | undefined): Promise<Peer[]> {
    if (only === undefined) return this.peers.all();
    const peer = await this.peers.find((instance) => instance === only);
    if (!peer && !this.#unreachable().includes(only)) throw instanceNotFound(only);
    return peer ? [peer] : [];
  }

  async #ask(
    kind: string,
    content: object,
    peers: readonly Peer[],
  ): Promise<{ answers: Map<string, unknown>; silent: string[] }> {
    const answers = new Map<string, unknown>();
    const silent: string[] = [];
    const ask = async (peer: Peer): Promise<void> => {
      try {
        answers.set(peer.instance, await this.notices.tell(peer, kind, content));
      } catch {
        // It hangs, has just gone, or is of a version that knows no such notice.
        silent.push(peer.instance);
      }
    };
    await Promise.all(peers.map(ask));
    return { answers, silent };
  }

  /** Instances that are up, and that this one has no way to ask. */
  #unreachable(): string[] {
    const reachable = new Set(this.peers.all().map(({ instance }) => instance));
    return this.instances.others.map(({ instance }) => instance).filter((one) => !reachable.has(one));
  }

  #ownViews(tenantId: string | null): UpstreamView[] {
    const seen = this.upstreams.all().filter((upstream) => upstream.serves(tenantId));
    return seen.map((upstream) => ({ ...upstream.view(tenantId), instance: this.own }));
  }

  #restartOwn(name: string): z.infer<typeof Restarted> {
    const upstream = this.upstreams.get(name);
    // Events report the outcome.
    void upstream?.restart();
    return { restarted: upstream !== undefined };
  }
}

function instanceNotFound(instance: string): EdgeError {
  const message = `There is no instance "${instance}" that is up: GET /instances lists those that are.`;
  return new EdgeError(404, 'INSTANCE_NOT_FOUND', message);
}

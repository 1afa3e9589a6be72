import { Injectable } from '@nestjs/common';
import { AuditTrail, type Actor } from '#admin';
import type { CommandReason, UpstreamRestartAccepted } from '#contract';
import { EdgeError, type AdminPrincipal } from '#edge';
import { cutText } from '#redaction';
import type { Upstream } from '../life/upstream.ts';
import { UpstreamRegistry } from '../life/upstream-registry.ts';
import { UpstreamFleet } from './upstream-fleet.ts';

/** Maximum length of a name that is told, in characters: a client may send any text. */
const MAX_NAME = 100;

/** Which upstream an admin wants restarted. */
export interface RestartTarget {
  name: string;
  /** The only instance in which it is to be restarted. Default: all. */
  instance?: string | undefined;
}

/** The restart of upstreams by admins, in all instances or in one. */
@Injectable()
export class UpstreamRestarts {
  constructor(
    private readonly upstreams: UpstreamRegistry,
    private readonly fleet: UpstreamFleet,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Begins a restart, on record, also if it is rejected: with an `EdgeError` of 403 if other tenants use the upstream, 404 if
   * the admin sees no such upstream or instance, or 502 if the only instance does not answer.
   */
  restart(target: RestartTarget, command: Actor & CommandReason): Promise<UpstreamRestartAccepted> {
    const { type, what } = restartOf(target);
    return this.trail.recordRejection(type, command, what, () => this.#begin(target, command));
  }

  async #begin(
    { name, instance: only }: RestartTarget,
    { reason, ...actor }: Actor & CommandReason,
  ): Promise<UpstreamRestartAccepted> {
    const upstream = this.#restartableBy(actor.admin, name);
    const elsewhere = await this.fleet.restartElsewhere(name, only);
    const isHere = only === undefined || only === this.fleet.own;
    if (!isHere && elsewhere.instances.length === 0) throw notRestarted(name, only, elsewhere.silent);
    const { type, what } = restartOf({ name, instance: only });
    this.trail.record(type, actor, { outcome: 'done', ...(reason !== undefined && { reason }), ...what });
    // Events report the outcome.
    if (isHere) void upstream.restart();
    const here = isHere ? [this.fleet.own] : [];
    return { name, instances: [...here, ...elsewhere.instances], silent: elsewhere.silent };
  }

  #restartableBy({ tenantId }: AdminPrincipal, name: string): Upstream {
    const upstream = this.upstreams.get(name);
    if (!upstream?.serves(tenantId)) throw upstreamNotFound(name);
    if (upstream.isOf(tenantId)) return upstream;
    const message = `Upstream "${name}" serves other tenants too: only an operator of all can restart it.`;
    throw new EdgeError(403, 'FORBIDDEN', message);
  }
}

/** The act of a restart, in the audit trail. */
export function restartOf({ name, instance }: RestartTarget) {
  const what = {
    upstream: cutText(name, MAX_NAME),
    ...(instance !== undefined && { only: cutText(instance, MAX_NAME) }),
  };
  return { type: 'admin:upstream-restart', what } as const;
}

/** 404: there is no such upstream, or the admin may not see it. */
export function upstreamNotFound(name: string): EdgeError {
  return new EdgeError(404, 'UPSTREAM_NOT_FOUND', `There is no upstream "${cutText(name, MAX_NAME)}".`);
}

function notRestarted(name: string, instance: string, silent: readonly string[]): EdgeError {
  if (!silent.includes(instance)) return upstreamNotFound(name);
  const message =
    `Instance ${instance} does not answer. If it is up, set CROWSNEST_PEER_URL and CROWSNEST_CLUSTER_SECRET on every ` +
    'instance.';
  return new EdgeError(502, 'OWNER_SILENT', message);
}

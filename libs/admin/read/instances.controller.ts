import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ROUTES, type InstanceList } from '#contract';
import type { AdminPrincipal } from '#edge';
import { InstanceKeeper } from '#events';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { readQuery } from './query.ts';

/** The instances that share the log, with what each one serves of what the admin may see. */
@Controller()
@UseGuards(AdminGuard)
export class InstancesController {
  constructor(
    private readonly instances: InstanceKeeper,
    private readonly directory: SessionDirectory,
  ) {}

  @Get(ROUTES.instances)
  list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): InstanceList {
    readQuery({}, query);
    const sessions = this.#count(this.directory.openSessions(), tenantId);
    const calls = this.#count(this.directory.callsInFlight(), tenantId);
    return {
      asOf: this.directory.asOf,
      instances: this.instances.list().map((known) => ({
        ...known,
        sessions: sessions.get(known.instance) ?? 0,
        callsInFlight: calls.get(known.instance) ?? 0,
      })),
    };
  }

  /** Counts by instance what the admin may see. Events name none when a process is alone. */
  #count(
    open: readonly { tenantId: string; instance?: string }[],
    tenantId: string | null,
  ): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { tenantId: owner, instance = this.instances.instance } of open)
      if (tenantId === null || tenantId === owner) counts.set(instance, (counts.get(instance) ?? 0) + 1);
    return counts;
  }
}

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { replacePrivateFile } from '#edge';
import { identityOf, ProcessIdentity } from './process-identity.ts';

/** The names of the files, of which each server has its own: several servers may share a folder. */
export const RECORD_NAME = /^upstream-processes-[\da-f-]{36}\.json$/;

/** What a file holds: the server that has written it, and the processes that it has started, each the leader of a group. */
export const RecordedProcesses = z.object({ server: ProcessIdentity, started: z.array(ProcessIdentity) });

/**
 * Keeps a file with the processes that run for upstreams, for the next start: it ends those that a killed server has left
 * behind. Where the system does not tell when a process was started, it keeps none, because numbers are used again.
 */
export class ProcessRecord {
  readonly #logger = new Logger('Gateway');
  readonly #file: string;
  readonly #server = identityOf(process.pid);
  readonly #started = new Map<number, ProcessIdentity>();
  #isDirty = false;
  #writing: Promise<void> | undefined;
  #hasFailed = false;

  /** `folder`: that of the data. */
  constructor(folder: string) {
    this.#file = join(folder, `upstream-processes-${randomUUID()}.json`);
  }

  add(pid: number): void {
    const identity = identityOf(pid);
    if (!identity) return;
    this.#started.set(pid, identity);
    this.#write();
  }

  remove(pid: number): void {
    if (this.#started.delete(pid)) this.#write();
  }

  /** Resolves when everything is written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #write(): void {
    this.#isDirty = true;
    this.#writing ??= this.#save().finally(() => (this.#writing = undefined));
  }

  /** Writes what there is, until nothing has changed meanwhile. */
  async #save(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      await this.#replace().catch((error: Error) => this.#failed(error));
    }
  }

  async #replace(): Promise<void> {
    const started = [...this.#started.values()];
    if (started.length === 0) return rm(this.#file, { force: true });
    await replacePrivateFile(this.#file, JSON.stringify({ server: this.#server, started }));
  }

  #failed({ message }: Error): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#logger.warn(`If Crowsnest is killed, the next start may not find its upstream servers: ${message}`);
  }
}

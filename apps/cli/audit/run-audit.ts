import { Logger } from '@nestjs/common';
import type { AuditEvent } from '#contract';
import { LogError } from '#events';
import { logSettingsOrExit } from '../../server/configuration/index.ts';
import { CommandFault } from '../command-fault.ts';
import { BROKEN_TRAIL, FAULT } from '../exit-codes.ts';

import { actLine } from './act-line.ts';
import { trailOfLog } from './trail-of-log.ts';
import { trailOfServer, type TrailChoice } from './trail-of-server.ts';
import { TrailVerifier, type Verification, type VerifiedChain } from './verify-trail.ts';

/** Reads the trail of a server, by an http or https URL, or of a log. */
export function readTrail(source: string, choice: TrailChoice = {}): AsyncGenerator<AuditEvent> {
  return /^https?:/.test(source)
    ? trailOfServer(source, choice)
    : trailOfLog(source, choice, logSettingsOrExit());
}

/** Prints the trail, an act a line, as text or as the JSON of its events. Sets the exit code. */
export async function printTrail(
  source: string,
  { json, ...choice }: TrailChoice & { json?: true },
): Promise<void> {
  await orExplain(async () => {
    for await (const event of readTrail(source, choice))
      process.stdout.write(`${json ? JSON.stringify(event) : actLine(event)}\n`);
  });
}

/** Follows the chains of the whole trail, and prints their heads, or the first break. Sets the exit code. */
export async function verifyTrail(source: string, { json }: { json?: true }): Promise<void> {
  await orExplain(async () => {
    const verifier = new TrailVerifier();
    for await (const event of readTrail(source, { isWhole: true })) verifier.add(event);
    const { outcome } = verifier;
    if (outcome.breaks.length > 0) process.exitCode = BROKEN_TRAIL;
    if (json) process.stdout.write(`${JSON.stringify(outcome, undefined, 2)}\n`);
    else report(outcome);
  });
}

function report({ chains, unlinked, events, breaks }: Verification): void {
  for (const chain of chains) process.stdout.write(`${chainLine(chain)}\n`);
  if (unlinked > 0) process.stdout.write(`${unlinked} events are in no chain: nothing is known of them.\n`);
  const [first] = breaks;
  if (first)
    process.stderr.write(`Breaks: ${breaks.length}. The first one, ${first.kind}:\n${first.message}.\n`);
  else process.stdout.write(`All ${events} events are as they were published.\n`);
}

function chainLine({ id, instance, first, last, at, head }: VerifiedChain): string {
  const dropped = first > 1 ? ` (1 to ${first - 1} are no longer kept)` : '';
  const where = instance === undefined ? '' : ` of ${instance}`;
  return `chain ${id}${where}: ${first} to ${last}${dropped}, last at ${at}, head ${head}`;
}

async function orExplain(work: () => Promise<void>): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  try {
    await work();
  } catch (error) {
    const isExpected = error instanceof CommandFault || error instanceof LogError;
    process.stderr.write(
      `${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exitCode = error instanceof CommandFault ? error.exitCode : FAULT;
  }
}

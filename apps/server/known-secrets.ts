import type { INestApplicationContext } from '@nestjs/common';
import { AdminTokens } from '#admin';
import { AgentKeys } from '#edge';
import { IngestKeys } from '#ingest';
import { MetricsToken } from '#telemetry';

/** Returns a function that says whether a text is a token or a key which opens something in the application now. */
export function knownSecrets(app: INestApplicationContext): (text: string) => boolean {
  const holders = [AdminTokens, AgentKeys, IngestKeys, MetricsToken].map((kind) =>
    app.get<{ verify(secret: string): unknown }>(kind, { strict: false }),
  );
  return (text) => holders.some((holder) => holder.verify(text) !== undefined);
}

import { EventStream, type StreamOptions } from '../server/event-stream.ts';
import { faultsIn } from './expectations.ts';
import { HOLDERS, seesTenant, type Holder } from './holders.ts';
import type { FilledTenant, World } from './world.ts';

const TOLD = ['name', 'payload', 'trail'] as const;

/** A stream of a holder: of all that they may see, or of one tenant alone. */
export interface WatchedStream {
  name: string;
  who: Holder;
  stream: EventStream;
  /** The name of the tenant that it asks for. */
  only?: string;
}

/** Opens every kind of stream for every holder: live, replayed and resumed; and filtered by each tenant. */
export async function openStreams(
  { origin, credentials }: Pick<World, 'origin' | 'credentials'>,
  tenants: readonly FilledTenant[],
): Promise<WatchedStream[]> {
  const opened: WatchedStream[] = [];
  for (const who of HOLDERS)
    for (const credential of credentials) {
      const { cookie, ...proof } = await credential.headersOf(origin, who);
      // A token decides alone, and without one the helper sends that of the admin of all tenants.
      const headers = cookie === undefined ? proof : { ...proof, cookie, authorization: '' };
      for (const [name, options, only] of waysOf(tenants)) {
        const stream = await EventStream.open(origin, { ...options, headers });
        opened.push({ name: `${name} (${credential.name})`, who, stream, ...(only && { only }) });
      }
    }
  return opened;
}

function waysOf(tenants: readonly FilledTenant[]): [name: string, options: StreamOptions, only?: string][] {
  return [
    ['live', {}],
    ['replayed', { query: '?replay=1000' }],
    ['resumed', { lastEventId: '0' }],
    ...tenants.flatMap(({ name, open }): [string, StreamOptions, string][] => [
      [`of ${name}`, { query: `?tenant=${name}` }, name],
      [`of a session of ${name}`, { query: `?filter=session:${open}&replay=1000` }, name],
    ]),
  ];
}

/** Waits until the stream has brought the last event of each tenant that it shows, and ends it. */
export async function drain(
  { who, stream, only }: WatchedStream,
  tenants: readonly FilledTenant[],
): Promise<void> {
  const awaited = tenants.filter(
    (tenant) => seesTenant(who, tenant) && (only ?? tenant.name) === tenant.name,
  );
  await stream.until(() => awaited.every(({ last }) => stream.events.some(({ id }) => id === last)));
  stream.cut();
}

/** What the frames of a stream tell, although they must not, or do not tell although they must: as sentences. */
export function faultsOfStream(
  { name, who, stream, only }: WatchedStream,
  tenants: readonly FilledTenant[],
): string[] {
  const text = JSON.stringify(stream.frames);
  return tenants
    .flatMap((tenant) =>
      faultsIn(text, (only ?? tenant.name) === tenant.name ? TOLD : undefined, who, tenant),
    )
    .map((fault) => `The stream ${name} of ${who.name}: ${fault}`);
}

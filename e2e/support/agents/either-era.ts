import { connectLegacyClient, connectModernClient, type ClientIdentity, type Destination } from '#testing';

export interface EraCallOptions {
  signal?: AbortSignal;
  onprogress?: (progress: {
    progress: number;
    total?: number | undefined;
    message?: string | undefined;
  }) => void;
}

/** What the suites do with an agent of either era. */
export interface EraAgent {
  listTools(): Promise<{ name: string; [key: string]: unknown }[]>;
  call(
    name: string,
    args?: Record<string, unknown>,
    options?: EraCallOptions,
  ): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

async function legacyAgent(destination: Destination, identity?: ClientIdentity): Promise<EraAgent> {
  const client = await connectLegacyClient(destination, identity);
  return {
    listTools: async () => (await client.listTools()).tools,
    call: (name, args = {}, options = {}) => client.callTool({ name, arguments: args }, undefined, options),
    close: () => client.close(),
  };
}

async function modernAgent(destination: Destination, identity?: ClientIdentity): Promise<EraAgent> {
  const client = await connectModernClient(destination, identity);
  return {
    listTools: async () => (await client.listTools()).tools,
    call: (name, args = {}, options = {}) => client.callTool({ name, arguments: args }, options),
    close: () => client.close(),
  };
}

/** Both eras, each with a way to connect an agent. */
export const ERAS = [
  { era: 'legacy', origin: 'protocol', revision: '2025-11-25', connect: legacyAgent },
  { era: 'modern', origin: 'derived', revision: '2026-07-28', connect: modernAgent },
] as const;

import type { RunningCommand } from './running-command.ts';

/** What a command has to reach before it is stopped. */
export interface Reached {
  reason: string;
  isReached: (
    command: RunningCommand,
    server: { ownOrigin: string; streams: () => Promise<number> },
  ) => boolean | Promise<boolean>;
}

/** Commands that run until somebody stops them. */
export const ENDLESS: readonly (readonly [commands: RegExp, reached: Reached])[] = [
  [
    /^(?:[A-Z_]+=\S+ )*npx crowsnest(?: watch\b.*)?$/,
    {
      reason: 'its server answers',
      isReached: (_, { ownOrigin }) =>
        fetch(`${ownOrigin}/health/live`).then(
          ({ ok }) => ok,
          () => false,
        ),
    },
  ],
  [/^curl -N /, { reason: 'the stream begins', isReached: ({ output }) => output.includes('event: hello') }],
  [
    /^npx crowsnest tail\b/,
    { reason: 'its stream is open', isReached: async (_, { streams }) => (await streams()) === 1 },
  ],
];

/**
 * The variables of commands that ask a running server, or tell it something. They are no settings of the server, which a shell that has them may
 * start all the same.
 */
export const COMMAND_LINE_VARIABLES = {
  url: 'CROWSNEST_URL',
  token: 'CROWSNEST_TOKEN',
  ingestKey: 'CROWSNEST_INGEST_KEY',
} as const;

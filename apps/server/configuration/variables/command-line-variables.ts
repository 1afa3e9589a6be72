/**
 * The variables of commands that ask a running server. They are no settings of the server, which a shell that has them may
 * start all the same.
 */
export const COMMAND_LINE_VARIABLES = { url: 'CROWSNEST_URL', token: 'CROWSNEST_TOKEN' } as const;

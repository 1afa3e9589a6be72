/** The requests of the protocol, of both eras. Others that agents send must not take their places in labels. */
export const METHODS = [
  'completion/complete',
  'elicitation/create',
  'initialize',
  'logging/setLevel',
  'ping',
  'prompts/get',
  'prompts/list',
  'resources/list',
  'resources/read',
  'resources/subscribe',
  'resources/templates/list',
  'resources/unsubscribe',
  'roots/list',
  'sampling/createMessage',
  'server/discover',
  'subscriptions/listen',
  'tools/call',
  'tools/list',
];

/** As many methods are told apart: those of the protocol, with room for those of vendors and of revisions to come. */
export const MAX_METHODS = 50;

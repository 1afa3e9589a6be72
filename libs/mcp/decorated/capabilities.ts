/** The revisions that are served without a session, newest first. */
export const MODERN_VERSIONS = ['2026-07-28'];

/**
 * Everything that decorated methods can serve. A kind is listed even while it is empty, because definitions can be
 * added at any time.
 */
export const CAPABILITIES = {
  tools: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  prompts: { listChanged: true },
  completions: {},
  logging: {},
};

/** The revisions that requests without a session are served in, the newest first. */
export const MODERN_VERSIONS = ['2026-07-28'];

/** What decorated methods can serve; stated also when there is nothing of a kind yet, as it may come any time. */
export const CAPABILITIES = {
  tools: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  prompts: { listChanged: true },
  completions: {},
  logging: {},
};

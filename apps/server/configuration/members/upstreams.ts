import { UPSTREAMS, type Upstreams } from '#gateway';
import type { Member } from './member.ts';

const REMEDY =
  'Give an object such as { "files": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "."] }, ' +
  '"search": { "url": "http://127.0.0.1:8000/mcp" } }.';

/** The servers behind Crowsnest in the configuration file. */
export const UPSTREAMS_MEMBER = {
  schema: UPSTREAMS,
  meaning: 'The MCP servers behind Crowsnest, by name, in the form of `mcpServers` that other clients use.',
  remedy: REMEDY,
} satisfies Member<Upstreams>;

/** The same under the key of other clients, so that their file can be used as it is. */
export const MCP_SERVERS = {
  ...UPSTREAMS_MEMBER,
  meaning: 'The same as `upstreams`.',
} satisfies Member<Upstreams>;

/** The pieces that have a row, each with the path of its module. */
export const PIECES = {
  clock: 'libs/events/clock.js',
  era: 'libs/mcp/era.js',
  'small-body': 'libs/mcp/request/small-body.js',
  'plain-calls': 'libs/mcp/modern/plain-calls.js',
  'tool-schemas': 'libs/mcp/decorated/surface/tool-schemas.js',
  'shared-chunks': 'libs/admin/stream/delivery/stream-writer.js',
} as const;

export type Piece = keyof typeof PIECES;

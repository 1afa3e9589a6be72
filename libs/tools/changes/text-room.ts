import type { ToolDefinitionVersion } from '#contract';
import { textsOf, toolKey, type KnownTool } from './known-tool.ts';

/** Maximum number of characters of all texts of definitions that are kept. Hashes are always kept. */
const MAX_CHARACTERS = 1_048_576;

/**
 * Returns the tools that have to lose texts, without these: those of older definitions first, then those of the tools
 * that came last.
 */
export function roomFor(tools: readonly KnownTool[]): KnownTool[] {
  let excess = tools.reduce((sum, { versions }) => sum + lengthOf(versions), 0) - MAX_CHARACTERS;
  const shortened = new Map<string, KnownTool>();
  const shorten = (known: KnownTool, from: number): void => {
    if (excess <= 0) return;
    excess -= lengthOf(known.versions.slice(from));
    const versions = known.versions.map((version, at) => (at < from ? version : bare(version)));
    shortened.set(keyOf(known), { ...known, versions });
  };
  for (const known of tools) if (lengthOf(known.versions.slice(1)) > 0) shorten(known, 1);
  for (const known of tools.toReversed()) shorten(shortened.get(keyOf(known)) ?? known, 0);
  return [...shortened.values()];
}

function bare({ hash, since, approved }: ToolDefinitionVersion): ToolDefinitionVersion {
  return { hash, since, approved };
}

function lengthOf(versions: readonly ToolDefinitionVersion[]): number {
  return versions.reduce((sum, version) => sum + charactersOf(version), 0);
}

function charactersOf(version: ToolDefinitionVersion): number {
  return Object.values(textsOf(version)).reduce((sum, text) => sum + text.length, 0);
}

function keyOf({ tool, upstream }: KnownTool): string {
  return toolKey(tool, upstream);
}

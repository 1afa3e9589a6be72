import {
  DEFINITION_MEMBERS,
  MAX_DEFINITIONS_KEPT,
  type DefinitionTexts,
  type ToolDefinitionVersion,
} from '#contract';

/** A tool that is or was offered, with its definitions. */
export interface KnownTool {
  /** The name that agents call it by, where they find its upstream alone. */
  tool: string;
  /** The upstream that it is of; empty for a tool of this server. */
  upstream: string;
  offered: boolean;
  /** Newest first; at least one. */
  versions: ToolDefinitionVersion[];
}

/** Identifies a tool among those of all upstreams. */
export function toolKey(tool: string, upstream: string): string {
  // A name of an upstream has no line break.
  return `${upstream}\n${tool}`;
}

/** Whether agents may have a definition of the tool. */
export function isApproved({ versions }: KnownTool, hash: string): boolean {
  return versions.some((version) => version.hash === hash && version.approved);
}

/** The tool with another definition. One that it had before is approved if it was then. */
export function withVersion(known: KnownTool, version: ToolDefinitionVersion): KnownTool {
  const approved = version.approved || isApproved(known, version.hash);
  const others = known.versions.filter(({ hash }) => hash !== version.hash);
  return { ...known, offered: true, versions: kept([{ ...version, approved }, ...others]) };
}

/** The tool with this definition approved. */
export function withApproval(known: KnownTool, hash: string): KnownTool {
  const approve = (version: ToolDefinitionVersion): ToolDefinitionVersion =>
    version.hash === hash ? { ...version, approved: true } : version;
  return { ...known, versions: known.versions.map(approve) };
}

/** The texts of a definition. */
export function textsOf(definition: DefinitionTexts): DefinitionTexts {
  const texts: DefinitionTexts = {};
  for (const member of DEFINITION_MEMBERS) {
    const text = definition[member];
    if (text !== undefined) texts[member] = text;
  }
  return texts;
}

/** The newest versions. The newest that is approved stays, however many came after it. */
function kept(versions: ToolDefinitionVersion[]): ToolDefinitionVersion[] {
  if (versions.length <= MAX_DEFINITIONS_KEPT) return versions;
  const approved = versions.findIndex((version) => version.approved);
  const dropped = approved === versions.length - 1 ? approved - 1 : versions.length - 1;
  return versions.toSpliced(dropped, 1);
}

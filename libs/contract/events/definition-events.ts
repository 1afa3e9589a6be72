/** What agents read of a tool besides its name, in the order in which differences are shown. */
export const DEFINITION_MEMBERS = [
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
  'icons',
] as const;

/** One of these members. */
export type DefinitionMember = (typeof DEFINITION_MEMBERS)[number];

/**
 * The members of a definition as texts: title and description as they are, the others as canonical JSON (RFC 8785).
 * Redacted, and cut after {@link MAX_DEFINITION_TEXT} characters. A member is missing if the tool has none, or if there
 * was no room for it.
 */
export type DefinitionTexts = { [M in DefinitionMember]?: string };

/** Maximum length of one text of a definition, in characters. */
export const MAX_DEFINITION_TEXT = 4_000;

/** A definition, as in events and answers. */
export interface ToolDefinitionText extends DefinitionTexts {
  tool: string;
  /** SHA-256, in hex, of the canonical JSON of the name and all members, before anything was cut. */
  hash: string;
}

/** One member of a definition that differs. The texts are those of {@link DefinitionTexts}. */
export interface DefinitionDifference {
  member: DefinitionMember;
  before?: string;
  after?: string;
  /** Set if there was no room for the texts. */
  omitted?: true;
}

/** A tool that is offered under the same name with another definition. */
export interface ChangedTool {
  tool: string;
  /** The hash of the definition that was known, as in {@link ToolDefinitionText}. */
  before: string;
  after: string;
  differences: DefinitionDifference[];
  /** Set if the tool is neither listed nor called until an admin approves the new definition. */
  withheld?: true;
}

/**
 * The definitions of tools differ from those that were known. The first definitions that a log learns are not a change.
 * A tool that was removed and returns with another definition has changed.
 */
export interface ToolsChangedData {
  /** The upstream that the tools are of; missing for the tools of this server. */
  upstream?: string;
  /** The names of new tools. */
  added: string[];
  /** The names of tools that are no longer offered. */
  removed: string[];
  changed: ChangedTool[];
  /** The definitions of the tools in `added`. */
  definitions: ToolDefinitionText[];
}

import {
  DEFINITION_MEMBERS,
  type ChangedTool,
  type DefinitionDifference,
  type DefinitionTexts,
  type ToolDefinitionText,
  type ToolsChangedData,
} from '#contract';
import { isApproved, textsOf, type KnownTool } from './known-tool.ts';
import { MAX_KNOWN_TOOLS, type KnownTools } from './known-tools.ts';

/** Maximum number of characters of the texts in one event. */
const MAX_CHARACTERS = 32_768;

/** What is offered now, by whom, and whether changed tools are withheld. */
export interface Sighting {
  /** Empty for this server. */
  upstream: string;
  definitions: readonly ToolDefinitionText[];
  withholds: boolean;
}

/** Compares what is offered with what is known; undefined if nothing has changed. */
export function changesBetween(known: KnownTools, sighting: Sighting): ToolsChangedData | undefined {
  const { upstream, definitions, withholds } = sighting;
  const room = new TextBudget();
  const names = new Set(definitions.map(({ tool }) => tool));
  const offered = known.all().filter((tool) => tool.offered);
  const removed = offered.filter((tool) => tool.upstream === upstream && !names.has(tool.tool));
  const added: ToolDefinitionText[] = [];
  const changed: ChangedTool[] = [];
  for (const definition of definitions) {
    const before = known.find(definition.tool, upstream);
    const isSame = before?.versions[0]?.hash === definition.hash;
    if (before && !isSame) changed.push(changeOf(before, definition, withholds, room));
    else if (!before?.offered && offered.length - removed.length + added.length < MAX_KNOWN_TOOLS)
      added.push(room.admit(definition));
  }
  if (added.length + removed.length + changed.length === 0) return undefined;
  return {
    ...(upstream !== '' && { upstream }),
    added: added.map(({ tool }) => tool),
    removed: removed.map(({ tool }) => tool),
    changed,
    definitions: added,
  };
}

function changeOf(
  known: KnownTool,
  definition: ToolDefinitionText,
  withholds: boolean,
  room: TextBudget,
): ChangedTool {
  const [before] = known.versions;
  return {
    tool: known.tool,
    before: before?.hash ?? '',
    after: definition.hash,
    differences: differencesOf(before ?? {}, definition).map((difference) =>
      room.admitDifference(difference),
    ),
    ...(withholds && !isApproved(known, definition.hash) && { withheld: true }),
  };
}

function differencesOf(before: DefinitionTexts, after: DefinitionTexts): DefinitionDifference[] {
  return DEFINITION_MEMBERS.filter((member) => before[member] !== after[member]).map((member) => ({
    member,
    ...(before[member] !== undefined && { before: before[member] }),
    ...(after[member] !== undefined && { after: after[member] }),
  }));
}

/** The room for texts in one event. */
class TextBudget {
  #left = MAX_CHARACTERS;

  admit(definition: ToolDefinitionText): ToolDefinitionText {
    const { tool, hash } = definition;
    return this.#take(Object.values(textsOf(definition))) ? definition : { tool, hash };
  }

  admitDifference(difference: DefinitionDifference): DefinitionDifference {
    const { member, before = '', after = '' } = difference;
    return this.#take([before, after]) ? difference : { member, omitted: true };
  }

  #take(texts: readonly string[]): boolean {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > this.#left) return false;
    this.#left -= length;
    return true;
  }
}
